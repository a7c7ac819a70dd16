package org.millrace.engine.ledger;

import org.millrace.engine.db.Dialect;

/**
 * A walk down an index of the dead letters, newest first.
 *
 * @param key of the job, kind or lane whose letters it passes; null for all letters
 */
record LetterWalk(Way way, Object key) {
  static final LetterWalk ALL = new LetterWalk(Way.ALL, null);

  static final String SELECT =
      """
      select d.id, d.job_id, l.stage, coalesce(j.queue, l.queue), d.attempt, d.error, d.died_at
      from dead_letter d join lane l on l.id = d.lane_id left join job j on j.id = d.job_id
      """;
  private static final String JOINED =
      "select d.id from dead_letter d join lane l on l.id = d.lane_id left join job j on j.id = d.job_id";
  private static final String BARE = "select d.id from dead_letter d";
  private static final String IDS = " where d.id < :before and d.id >= :floor";

  /* The index's own order is asked for: databases would rather walk down the ids past all others.
   * PostgreSQL leaves out of an order what is equal to something, and then walks down the ids all
   * the same; of pairs that lie between two others it leaves out nothing. H2 needs it equal. */
  enum Way {
    ALL("", "", " order by d.id desc"),
    JOB("job_id"),
    KIND("kind"),
    LANE("lane_id");

    private final String equal;
    private final String between;
    private final String order;

    Way(String column) {
      this(
          IDS + " and d." + column + " = :key",
          " where (d.%1$s, d.id) < (:key, :before) and (d.%1$s, d.id) >= (:key, :floor)"
              .formatted(column),
          " order by d." + column + " desc, d.id desc");
    }

    Way(String equal, String between, String order) {
      this.equal = equal;
      this.between = between;
      this.order = order;
    }

    private String part(Dialect dialect) {
      return this == ALL ? IDS : dialect == Dialect.H2 ? equal : between;
    }
  }

  /** The letters from {@code :before} down to {@code :floor} that meet more conditions. */
  String list(Dialect dialect, String conditions) {
    return SELECT + way.part(dialect) + conditions + way.order + " limit :limit";
  }

  String count(Dialect dialect, String conditions) {
    return "select count(*) from ("
        + (conditions.isEmpty() ? BARE : JOINED)
        + way.part(dialect)
        + conditions
        + way.order
        + " limit :limit) found";
  }

  /** The letter that is {@code :window} after the first; none where the walk ends before it. */
  String floor(Dialect dialect) {
    return BARE + way.part(dialect) + way.order + " limit 1 offset :window";
  }
}
