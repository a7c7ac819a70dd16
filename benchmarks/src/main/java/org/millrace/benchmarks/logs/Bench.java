package org.millrace.benchmarks.logs;

import java.nio.file.Path;

/**
 * What every contender is given.
 *
 * @param root of the source tree
 * @param scratch for its files, on the file system of the log
 */
record Bench(Path root, Path scratch, SampleFile file, Truth truth) {}
