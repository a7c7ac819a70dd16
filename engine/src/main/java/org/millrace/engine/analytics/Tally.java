package org.millrace.engine.analytics;

import java.sql.ResultSet;
import java.sql.SQLException;

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

  /**
   * Adds what a row has from a column on: the counts, the samples, which are not added, and the
   * distributions.
   */
  void add(ResultSet row, int first) throws SQLException {
    entered += row.getLong(first);
    done += row.getLong(first + 1);
    failed += row.getLong(first + 2);
    dead += row.getLong(first + 3);
    bytes += row.getLong(first + 4);
    waiting += row.getLong(first + 5);
    running += row.getLong(first + 6);
    usedMb += row.getLong(first + 7);
    usedMilliCores += row.getLong(first + 8);
    runs.add(row.getBytes(first + 10));
    waits.add(row.getBytes(first + 11));
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

  void clear() {
    entered = 0;
    done = 0;
    failed = 0;
    dead = 0;
    bytes = 0;
    waiting = 0;
    running = 0;
    usedMb = 0;
    usedMilliCores = 0;
    samples = 0;
    runs.clear();
    waits.clear();
  }
}
