package org.millrace.engine.simulation;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes things go wrong, as often as the seed's profile says, while it is on. */
final class Faults {
  enum Kind {
    KILL,
    FREEZE,
    COMMIT_REFUSED,
    COMMIT_UNKNOWN,
    POISON
  }

  private final Baton baton;
  private final Profile profile;
  private final Supplier<List<SimulatedProcess>> processes;
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private boolean on;

  Faults(Baton baton, Profile profile, Supplier<List<SimulatedProcess>> processes) {
    this.baton = baton;
    this.profile = profile;
    this.processes = processes;
  }

  void on(boolean now) {
    on = now;
  }

  Map<Kind, Integer> counts() {
    return counts;
  }

  void count(Kind kind) {
    counts.merge(kind, 1, Integer::sum);
  }

  /** Before somebody goes on: a process dies or stands still for a while. */
  void strikeProcess() {
    if (!on || processes.get().isEmpty()) {
      return;
    }
    if (happens(profile.killOneIn())) {
      SimulatedProcess victim = anyProcess();
      count(Kind.KILL);
      baton.kill(victim);
    }
    if (!processes.get().isEmpty() && happens(profile.freezeOneIn())) {
      SimulatedProcess victim = anyProcess();
      long millis = 100 + baton.random.nextInt(10_000);
      victim.frozenUntil = baton.now() + millis * 1_000_000;
      count(Kind.FREEZE);
      baton.trace.add(baton.now(), victim.name, "frozen for " + millis + " ms");
    }
  }

  /** What becomes of a commit, or of a statement that commits by itself. */
  void commit(Commit commit) throws SQLException {
    if (on && happens(profile.storeOneIn())) {
      boolean unknown = baton.random.nextBoolean();
      count(unknown ? Kind.COMMIT_UNKNOWN : Kind.COMMIT_REFUSED);
      baton.log(unknown ? "commit done, answer lost" : "commit refused");
      if (unknown) {
        commit.run();
      }
      throw new SQLNonTransientConnectionException("simulated: connection lost", "08006");
    }
    commit.run();
  }

  /** Whether others may go between two statements of a transaction. */
  boolean interleaves() {
    return happens(profile.interleaveOneIn());
  }

  private SimulatedProcess anyProcess() {
    List<SimulatedProcess> all = processes.get();
    return all.get(baton.random.nextInt(all.size()));
  }

  private boolean happens(int oneIn) {
    return oneIn > 0 && baton.random.nextInt(oneIn) == 0;
  }

  interface Commit {
    void run() throws SQLException;
  }
}
