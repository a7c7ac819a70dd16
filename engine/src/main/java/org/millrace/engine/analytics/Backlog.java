package org.millrace.engine.analytics;

import java.util.HashMap;
import java.util.Map;
import org.millrace.engine.db.Database;

/** What waits and what runs at this moment, in the whole system. Thread-safe. */
public final class Backlog {
  private final AnalyticsStore store;

  /**
   * @param waiting tasks, also those that wait after a failure
   * @param running tasks
   */
  public record Level(long waiting, long running) {
    private Level plus(Tally tally) {
      return new Level(waiting + tally.waiting, running + tally.running);
    }
  }

  public Backlog(Database db) {
    this.store = new AnalyticsStore(db);
  }

  /** By queue and stage, as of the last count of progress; reads the database. */
  public Map<Totals.Place, Level> now() {
    Map<Totals.Place, Level> levels = new HashMap<>();
    store
        .gauges()
        .forEach(
            (at, tally) -> {
              if (!at.equals(Dimensions.NONE)) {
                Totals.Place place = new Totals.Place(at.queue(), at.stage());
                levels.put(place, levels.getOrDefault(place, new Level(0, 0)).plus(tally));
              }
            });
    return levels;
  }
}
