package org.millrace.benchmarks.transports;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.millrace.engine.db.Database;

/**
 * Who takes part in the chain.
 *
 * <p>A contender that does not let its user say how many tasks share a commit runs once, with its
 * own way of working, and is listed in the column of 100 with which it may be compared.
 */
enum Candidate {
  LIMIT_POSTGRESQL(
      20_000,
      true,
      s -> (chain, watch) -> hand(s.postgresql(), new HandPostgresql(), chain, watch)),
  MILLRACE_TABLE_POSTGRESQL(
      20_000, true, s -> new MillraceChain(s, MillraceChain.Opening::postgresql, Way::table)),
  LIMIT_H2(20_000, true, s -> (chain, watch) -> hand(s.h2(), new HandH2(), chain, watch)),
  MILLRACE_TABLE_H2(20_000, true, s -> new MillraceChain(s, MillraceChain.Opening::h2, Way::table)),
  LIMIT_ARTEMIS(40_000, true, HandArtemis::new),
  LIMIT_ARTEMIS_JMS(40_000, true, HandJms::new),
  MILLRACE_PUSH(40_000, true, s -> (chain, watch) -> push(s, chain, watch)),
  LIMIT_SQS(6_000, true, HandSqs::new),
  MILLRACE_SQS(6_000, true, s -> new MillraceChain(s, MillraceChain.Opening::h2, Way::sqs)),
  CAMEL_SQL(1_000, false, CamelSql::new),
  CAMEL_JMS_DOCUMENTED(400, false, s -> new CamelJms(s, false)),
  CAMEL_JMS(1_000, false, s -> new CamelJms(s, true)),
  DB_SCHEDULER(600, false, DbSchedulerChain::new),
  JOBRUNR(400, false, JobRunrChain::new),
  QUARTZ(80, false, QuartzChain::new),
  SPRING_CHANNEL(1_500, false, SpringChannel::new),
  LIMIT_POSTGRESQL_OLD_SNAPSHOT(
      20_000, false, s -> (chain, watch) -> handBesideASnapshot(s.postgresql(), chain, watch)),
  MILLRACE_TABLE_POSTGRESQL_OLD_SNAPSHOT(20_000, false, Candidate::besideASnapshot);

  private final int tasks;
  private final boolean batches;
  private final Function<Servers, Contender> maker;

  /**
   * @param tasks of a run at the largest batch, so that it takes a second or two
   */
  Candidate(int tasks, boolean batches, Function<Servers, Contender> maker) {
    this.tasks = tasks;
    this.batches = batches;
    this.maker = maker;
  }

  Contender on(Servers servers) {
    return maker.apply(servers);
  }

  List<Integer> batches() {
    return batches ? List.of(1, 10, 100) : List.of(100);
  }

  /** Fewer where each has a commit of its own. */
  int tasks(int batch) {
    return !batches || batch == 100 ? tasks : batch == 10 ? tasks / 4 : tasks / 8;
  }

  private static void hand(
      HikariDataSource source, HandWritten.Dialect dialect, Chain chain, Watch watch)
      throws Exception {
    try (source) {
      new HandWritten(source, dialect).run(chain, watch);
    }
  }

  /** With as many containers as its limit has sessions: one for each worker and stage. */
  private static void push(Servers servers, Chain chain, Watch watch) throws Exception {
    Chain each = new Chain(chain.tasks(), chain.batch(), chain.workers() * Chain.STAGES);
    new MillraceChain(servers, MillraceChain.Opening::h2, Way::push).run(each, watch);
  }

  private static void handBesideASnapshot(HikariDataSource source, Chain chain, Watch watch)
      throws Exception {
    try (source;
        OldSnapshot held = new OldSnapshot(source)) {
      new HandWritten(source, new HandPostgresql()).run(chain, watch);
    }
  }

  private static Contender besideASnapshot(Servers servers) {
    return (chain, watch) -> {
      HikariDataSource source = servers.postgresql();
      Database db = Database.open(source);
      try (OldSnapshot held = new OldSnapshot(source)) {
        new MillraceChain(servers, same -> db, Way::table).run(chain, watch);
      }
    };
  }

  /** As it is written in tables and on the command line: {@code limit-h2}. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Who has this title.
   *
   * @throws IllegalArgumentException nobody has
   */
  static Candidate of(String title) {
    return Arrays.stream(values())
        .filter(candidate -> candidate.title().equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "contender: must be one of %s, was \"%s\""
                        .formatted(
                            Arrays.stream(values())
                                .map(Candidate::title)
                                .collect(Collectors.joining(", ")),
                            title)));
  }
}
