package org.millrace.benchmarks.logs;

import java.util.List;
import java.util.Optional;

/** Something that sums up the file, in a process of its own. */
interface Contender {
  String name();

  /** Why it cannot run here; empty when it can. */
  Optional<String> missing();

  /** Runs it once: one row or several. */
  List<Run> run() throws Exception;
}
