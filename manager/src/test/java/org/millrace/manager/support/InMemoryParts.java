package org.millrace.manager.support;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.millrace.engine.db.Database;
import org.millrace.engine.intake.Accepted;
import org.millrace.engine.intake.MessageIntake;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.ledger.DeadLetters;
import org.millrace.engine.ledger.JobReplays;
import org.millrace.engine.ledger.JobRuns;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.node.DiskSpace;
import org.millrace.engine.node.DrainedNodes;
import org.millrace.engine.node.NodeInfo;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.replay.KeptInputs;
import org.millrace.engine.transport.Transports;
import org.millrace.engine.waiting.Wait;
import org.millrace.engine.waiting.Waits;
import org.millrace.manager.api.Catalog;
import org.millrace.manager.api.Workers;
import org.millrace.manager.console.RouteBook;
import org.millrace.manager.settings.Settings;
import org.millrace.scheduling.Lane;
import org.millrace.scheduling.resource.Resources;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything that the manager needs from below, in memory. */
@Configuration(proxyBeanMethods = false)
public class InMemoryParts {
  @Bean
  InMemoryLedger ledger(Clock clock) {
    return new InMemoryLedger(clock);
  }

  @Bean
  DiskSpace disk() {
    return DiskSpace.PLENTY;
  }

  @Bean
  InMemoryObjects objects() {
    return new InMemoryObjects();
  }

  @Bean
  Workers workers(Database db) {
    Lane parse = new Lane("root.partners.acme", "parse");
    return () -> List.of(new Workers.Worker(main(db), List.of(parse, parse)));
  }

  private static NodeInfo main(Database db) {
    return new NodeInfo(
        "main",
        "host-1",
        4711,
        new Resources(4096, 2000, 125_000_000),
        8,
        false,
        false,
        Instant.parse("2026-11-21T13:00:00Z"),
        Instant.parse("2026-11-21T13:05:00Z"),
        new DrainedNodes(db).all().stream().filter(each -> each.node().equals("main")).findFirst());
  }

  /** Each delivery is a job. */
  @Bean
  MessageIntake messages() {
    AtomicLong jobs = new AtomicLong();
    return (source, deliveries) ->
        deliveries.stream()
            .map(
                each ->
                    new Accepted(
                        jobs.incrementAndGet(),
                        each.messages().stream().map(message -> UUID.randomUUID()).toList(),
                        false))
            .toList();
  }

  @Bean
  InMemoryScheduler scheduler() {
    return new InMemoryScheduler(Settings.DEFAULTS.scheduler());
  }

  @Bean
  Waits waits(InMemoryScheduler scheduler) {
    return job -> scheduler.explain(job.id()).map(Wait::of);
  }

  /** An empty ledger of its own: nothing that runs in memory dies. */
  @Bean
  Database database() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return Database.open(new HikariDataSource(config));
  }

  @Bean
  DeadLetters deadLetters(Database db, InMemoryObjects objects) {
    return new DeadLetters(
        db,
        new TaskRows(new Lanes(db)),
        new Transports(stage -> "table"),
        new NoPipelines(),
        objects);
  }

  @Bean
  JobRuns jobRuns(Database db) {
    return new JobRuns(db);
  }

  @Bean
  JobReplays jobReplays(Database db) {
    return new JobReplays(db, new NoPipelines(), new KeptInputs(db));
  }

  private static final class NoPipelines implements PipelineCatalog {
    @Override
    public Optional<Pipeline> find(String name) {
      return Optional.empty();
    }

    @Override
    public Collection<Pipeline> all() {
      return List.of();
    }

    @Override
    public boolean isBarrier(String stage) {
      return false;
    }
  }

  @Bean
  RouteBook routeBook() {
    return new RouteBook() {
      @Override
      public Collection<Pipeline> pipelines() {
        return List.of();
      }

      @Override
      public Optional<Text> route(String stage) {
        return Optional.empty();
      }
    };
  }

  @Bean
  Catalog catalog() {
    return new BundledCatalog();
  }
}
