package org.millrace.engine.simulation;

/** What happened in a run, event by event: always as a hash, as text when asked for. */
final class Trace {
  private static final long FNV_PRIME = 0x100000001b3L;

  private final StringBuilder text;
  private long hash = 0xcbf29ce484222325L;
  private long events;

  Trace(boolean kept) {
    this.text = kept ? new StringBuilder() : null;
  }

  void add(long nanos, String who, String what) {
    events++;
    mix(nanos);
    mix(who);
    mix(what);
    if (text != null) {
      text.append(String.format("%12.6f %-22s %s%n", nanos / 1e9, who, what));
    }
  }

  String hash() {
    return Long.toHexString(hash);
  }

  long events() {
    return events;
  }

  String text() {
    return text == null ? "" : text.toString();
  }

  private void mix(String part) {
    for (int i = 0; i < part.length(); i++) {
      mix(part.charAt(i));
    }
  }

  private void mix(long bits) {
    hash = (hash ^ bits) * FNV_PRIME;
  }
}
