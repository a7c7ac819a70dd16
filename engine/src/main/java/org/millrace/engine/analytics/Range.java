package org.millrace.engine.analytics;

/**
 * The steps of an answer.
 *
 * @param from second of the first step
 * @param to behind the last
 */
record Range(long from, long to, long step, int points) {
  int point(long second) {
    return (int) ((second - from) / step);
  }
}
