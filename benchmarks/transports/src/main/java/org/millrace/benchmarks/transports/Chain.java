package org.millrace.benchmarks.transports;

/**
 * Three stages that do nothing but hand a body on: all tasks wait at the first, and the last drops
 * them.
 *
 * @param tasks how many go through all stages
 * @param batch most that share a commit, where the contender knows batches
 * @param workers at a time, where the contender has workers of its own
 */
record Chain(int tasks, int batch, int workers) {
  static final int STAGES = 3;
  private static final int BODY_BYTES = 1024;

  /** One kibibyte of letters, the same for all. */
  static byte[] body() {
    byte[] body = new byte[BODY_BYTES];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) ('a' + i * 7 % 26);
    }
    return body;
  }
}
