package org.millrace.benchmarks.transports;

/** Something that can move tasks through a chain, over a store that it starts with empty. */
interface Contender {
  /**
   * Fills the first stage, which is not timed, and moves everything through.
   *
   * @param watch started and stopped by it
   */
  void run(Chain chain, Watch watch) throws Exception;
}
