package org.millrace.engine.objects;

/** Bytes {@code [from, to)} of an object, cut to its size. */
record ByteRange(long from, long to) {

  static ByteRange of(ObjectRef object, long from, long to) {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          object + ": range must ascend from 0 or more, was " + from + " to " + to);
    }
    long start = Math.min(from, object.size());
    return new ByteRange(start, Math.min(to, object.size()));
  }

  long length() {
    return to - from;
  }

  /** As HTTP writes it: both ends included. */
  String header() {
    return "bytes=" + from + "-" + (to - 1);
  }
}
