package org.millrace.benchmarks.console;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.millrace.engine.db.Database;
import org.millrace.engine.db.Dialect;

/**
 * Fills a store as a busy year would: the newest jobs have not ended, one of them has very many
 * tasks waiting, and among the dead letters a few died of something rare, long ago.
 */
final class Fill {
  static final int PARENTS = 100;
  static final int LEAVES = 100;
  static final int JOBS = 100_000;
  static final int ENDED = 99_500;

  /** The one with many tasks. */
  static final int LARGE = ENDED + 1;

  static final int WAITING = 100_000;
  static final String RARE = "certificate of zeta has expired";
  private static final int PIECE = 20_000;
  private static final int PLACES = 200;
  private static final int STAGES = 3;
  private static final int RECENT_SECONDS = 1_200;

  private final Database db;
  private final int letters;

  Fill(Database db, int letters) {
    this.db = db;
    this.letters = letters;
  }

  boolean isDone() {
    return db.jdbc().sql("select count(*) from job").query(Long.class).single() >= JOBS;
  }

  void run() {
    lanes();
    jobs();
    tasks();
    letters();
    // Nothing is given a container: what is there stays as it is while it is looked at.
    update(
        "insert into paused_queue (queue, paused_by, paused_at) values ('root', 'admin', current_timestamp)");
  }

  private void lanes() {
    update(
        """
        insert into lane (queue, stage)
        select 'root.t' || mod(n, 100) || '.q' || (n / 100), s.stage
        from %s join (values ('split'), ('parse'), ('summarise')) s (stage) on 1 = 1
        """
            .formatted(series(0, 999)));
    update("insert into lane_transport (lane_id, transport) select id, 'table' from lane");
  }

  private void jobs() {
    pieces(
        JOBS,
        from ->
            update(
                """
                insert into job (pipeline, queue, source, owner, input_bucket, input_key, input_etag, input_size,
                                 disposal, settings, state, outstanding, dead, submitted_at, started_at,
                                 finished_at, error, tidied, swept)
                select 'b2b-logs', 'root.t' || mod(n, 100) || '.q' || mod(n / 100, 10), 'p' || mod(n, 300),
                       'owner' || mod(n, 20), 'inbox', 'p' || mod(n, 300) || '/' || n || '.log', 'e' || n,
                       1000000, 'KEEP', '{}',
                       case when n > %1$d then case when mod(n, 3) = 0 then 'ACCEPTED' else 'ACTIVE' end
                            when mod(n, 100) = 1 then 'CANCELLED'
                            when mod(n, 50) = 0 then 'FAILED' else 'COMPLETED' end,
                       case when n > %1$d then 10 else 0 end, 0,
                       current_timestamp - cast((100001 - n) * 20 as integer) * interval '1' second,
                       case when n <= %1$d or mod(n, 3) <> 0
                            then current_timestamp - cast((100001 - n) * 20 as integer) * interval '1' second end,
                       case when n <= %1$d
                            then current_timestamp - cast((100001 - n) * 20 as integer) * interval '1' second end,
                       case when mod(n, 50) = 0 then 'its task ' || n || ' has no customer' end, n <= %1$d, n <= %1$d
                from %2$s
                """
                    .formatted(ENDED, series(from, from + PIECE - 1))));
    pieces(
        JOBS,
        from ->
            update(
                """
                insert into job_stage (job_id, stage, created, done, failed, dead)
                select j.id, s.stage, 500, case when j.id > %d then 400 else 500 end, 3, 0
                from job j join (values ('split'), ('parse'), ('summarise')) s (stage) on 1 = 1
                where j.id between %d and %d and j.state <> 'ACCEPTED'
                """
                    .formatted(ENDED, from, from + PIECE - 1)));
  }

  private void tasks() {
    update(
        "update job_stage set created = %d, done = 0 where job_id = %d and stage = 'parse'"
            .formatted(WAITING, LARGE));
    update("update job set state = 'ACTIVE', started_at = submitted_at where id = " + LARGE);
    pieces(
        WAITING,
        from ->
            db.jdbc()
                .sql(
                    """
                    insert into task (uid, lane_id, job_id, content_type, body)
                    select :uid, (select l.id from lane l join job j on j.queue = l.queue
                                  where j.id = %1$d and l.stage = 'parse'), %1$d, 'text/plain', :body
                    from %2$s
                    """
                        .formatted(LARGE, series(from, from + PIECE - 1)))
                .param("uid", UUID.randomUUID())
                .param("body", new byte[200])
                .update());
  }

  /* Of two jobs in a hundred; twenty kinds of error, all with numbers in them. */
  private void letters() {
    pieces(
        letters,
        from ->
            db.jdbc()
                .sql(
                    """
                    insert into dead_letter (uid, lane_id, job_id, attempt, content_type, body, errors, error, died_at)
                    select :uid,
                           (mod(n * 7, 1000)) * %3$d + mod(n, %3$d) + (select min(id) from lane),
                           50 * (1 + mod(n, 1990)), 3, 'text/plain', :body, '[]',
                           case when mod(n, 100000) = 4711 and n < 500000 then '%4$s, line ' || n
                                else 'order ' || n || ' of partner ' || mod(n, 300) || ' has no customer, rule '
                                     || chr(cast(65 + mod(n, 20) as integer)) end,
                           current_timestamp - cast((%5$d - n) as integer) * interval '1' second
                    from %1$s where n <= %2$d
                    """
                        .formatted(series(from, from + PIECE - 1), letters, STAGES, RARE, letters))
                .param("uid", UUID.randomUUID())
                .param("body", new byte[200])
                .update());
    update(
        """
        update job_stage set dead = 500, done = created - 500
        where stage = 'parse' and job_id in (select id from job where state = 'FAILED')
        """);
  }

  /** Whether there are some of the last minutes. What Millrace writes itself is left out. */
  boolean hasStatistics() {
    return db.jdbc()
            .sql(
                """
                select count(*) from analytics
                where seconds = 60 and step >= :recent and entered = 100 and samples = 0 and queue = 'root.t0.q0'
                """)
            .param("recent", newest(60) - RECENT_SECONDS)
            .query(Long.class)
            .single()
        > 0;
  }

  /** A day by the minute and a month by the hour until now, of busy places; made anew. */
  void statistics() {
    update("delete from analytics");
    update("delete from analytics_sum");
    update("delete from analytics_busy");
    byte[] sketch = sketch();
    statistics(60, 1440, sketch);
    statistics(3600, 720, sketch);
    for (String kind : List.of("queue", "source")) {
      update(
          """
          insert into analytics_busy (kind, step, name, busy, minutes)
          select '%1$s', step / 3600 * 3600, %1$s, sum(entered + done + failed + waiting),
                 case when min(seconds) = 60
                      then string_agg((mod(step, 3600) / 60) || ':' || (entered + done + failed + waiting) || ' ', '') end
          from analytics group by step / 3600 * 3600, %1$s
          """
              .formatted(kind));
    }
    update(db.dialect() == Dialect.H2 ? "analyze" : "vacuum analyze");
  }

  private void statistics(int seconds, int steps, byte[] sketch) {
    for (int place = 0; place < PLACES; place++) {
      db.jdbc()
          .sql(
              """
              insert into analytics (step, seconds, merged, stage, queue, source, pipeline, entered, done, failed,
                                     dead, bytes, waiting, running, samples, runs, waits)
              select :newest - n * :seconds, :seconds, true, :stage, :queue, :source, 'b2b-logs',
                     100, 100, 1, 0, 100000, 1000, 12, 0, :sketch, :sketch
              from %s
              """
                  .formatted(series(1, steps)))
          .param("newest", newest(seconds))
          .param("seconds", seconds)
          .param("stage", new String[] {"split", "parse", "summarise"}[place % STAGES])
          .param("queue", "root.t" + place % PARENTS + ".q" + place / PARENTS)
          .param("source", "p" + place)
          .param("sketch", sketch)
          .update();
    }
    sums(seconds, steps, sketch);
    db.jdbc()
        .sql(
            """
            insert into analytics (step, seconds, merged, stage, queue, source, pipeline, entered, done, failed,
                                   dead, bytes, waiting, running, samples)
            select :newest - n * :seconds, :seconds, true, '', '', '', '', 0, 0, 0, 0, 0, 0, 0, 12
            from %s
            """
                .formatted(series(1, steps)))
        .param("newest", newest(seconds))
        .param("seconds", seconds)
        .update();
  }

  /* As the leader would make them; and a total by queue that has others below it. */
  private void sums(int seconds, int steps, byte[] sketch) {
    List<String> names = new ArrayList<>(List.of("all/", "pipeline/b2b-logs", "under/root"));
    List.of("split", "parse", "summarise").forEach(stage -> names.add("stage/" + stage));
    for (int parent = 0; parent < PARENTS; parent++) {
      names.add("under/root.t" + parent);
    }
    for (String each : names) {
      db.jdbc()
          .sql(
              """
              insert into analytics_sum (kind, name, seconds, step, entered, done, failed, dead, bytes, waiting,
                                         running, used_mb, used_milli_cores, samples, runs, waits)
              select :kind, :name, :seconds, :newest - n * :seconds, 100, 100, 1, 0, 100000, 1000, 12, 12, 12, 12,
                     :sketch, :sketch
              from %s
              """
                  .formatted(series(1, steps)))
          .param("kind", each.substring(0, each.indexOf('/')))
          .param("name", each.substring(each.indexOf('/') + 1))
          .param("newest", newest(seconds))
          .param("seconds", seconds)
          .param("sketch", sketch)
          .update();
    }
  }

  /* Hours end a day ago, where minutes begin. */
  private static long newest(int seconds) {
    long now = System.currentTimeMillis() / 1000 / seconds * seconds;
    return seconds == 60 ? now : now - 86_400;
  }

  private static byte[] sketch() {
    Histogram times = new Histogram(2);
    for (int i = 1; i <= 100; i++) {
      times.recordValue(i * i * 37L);
    }
    ByteBuffer buffer = ByteBuffer.allocate(times.getNeededByteBufferCapacity());
    return Arrays.copyOf(buffer.array(), times.encodeIntoByteBuffer(buffer));
  }

  private static void pieces(int count, IntConsumer piece) {
    for (int from = 1; from <= count; from += PIECE) {
      piece.accept(from);
    }
  }

  private String series(int from, int to) {
    return db.dialect() == Dialect.H2
        ? "(select x as n from system_range(" + from + ", " + to + ")) series"
        : "generate_series(" + from + ", " + to + ") n";
  }

  private void update(String sql) {
    db.jdbc().sql(sql).update();
  }
}
