package org.millrace.engine.ledger;

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
  private static final String PART = " where d.id < :before and d.id >= :floor";
  private static final String JOINED =
      "select d.id from dead_letter d join lane l on l.id = d.lane_id left join job j on j.id = d.job_id";
  private static final String FLOOR = "select d.id from dead_letter d where d.id < :before";

  /* The index's own order is asked for: databases would rather walk down the ids past all others. */
  enum Way {
    ALL("", " order by d.id desc"),
    JOB(" and d.job_id = :key", " order by d.job_id desc, d.id desc"),
    KIND(" and d.kind = :key", " order by d.kind desc, d.id desc"),
    LANE(" and d.lane_id = :key", " order by d.lane_id desc, d.id desc");

    private final String condition;
    private final String order;

    Way(String condition, String order) {
      this.condition = condition;
      this.order = order;
    }
  }

  /** The letters from {@code :before} down to {@code :floor} that meet more conditions. */
  String list(String conditions) {
    return SELECT + PART + way.condition + conditions + way.order + " limit :limit";
  }

  String count(String conditions) {
    String from = conditions.isEmpty() ? "select d.id from dead_letter d" : JOINED;
    return "select count(*) from ("
        + from
        + PART
        + way.condition
        + conditions
        + way.order
        + " limit :limit) found";
  }

  /** The letter that is {@code :window} after the first; none where the walk ends before it. */
  String floor() {
    return FLOOR + way.condition + way.order + " limit 1 offset :window";
  }
}
