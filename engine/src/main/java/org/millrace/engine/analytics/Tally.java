package org.millrace.engine.analytics;

/** What was seen at one place in one step. Not thread-safe. */
final class Tally {
  long entered;
  long done;
  long failed;
  long dead;
  long bytes;
  long waiting;
  long running;
  long usedMb;
  long usedMilliCores;
  long samples;
  final Sketch runs;
  final Sketch waits;

  private Tally(Sketch runs, Sketch waits) {
    this.runs = runs;
    this.waits = waits;
  }

  static Tally brief() {
    return new Tally(Sketch.brief(), Sketch.brief());
  }

  static Tally sum() {
    return new Tally(Sketch.sum(), Sketch.sum());
  }

  void add(Tally other) {
    entered += other.entered;
    done += other.done;
    failed += other.failed;
    dead += other.dead;
    bytes += other.bytes;
    waiting += other.waiting;
    running += other.running;
    usedMb += other.usedMb;
    usedMilliCores += other.usedMilliCores;
    samples += other.samples;
    runs.add(other.runs);
    waits.add(other.waits);
  }
}
