package org.millrace.engine.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A named graph of stages.
 *
 * @param entry where a job's first task goes
 * @param stages every stage reachable from the entry, each after those that send to it
 * @param edges to which stages each stage sends
 * @param barriers for each stage that waits for others: all stages that must have ended before it
 */
public record Pipeline(
    String name,
    String entry,
    List<String> stages,
    Map<String, Set<String>> edges,
    Map<String, Set<String>> barriers) {}
