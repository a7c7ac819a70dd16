package org.millrace.manager.api;

import java.time.Clock;
import java.util.Optional;
import org.millrace.engine.analytics.Analytics;
import org.millrace.engine.announce.Announcements;
import org.millrace.engine.control.Steering;
import org.millrace.engine.db.Database;
import org.millrace.engine.intake.JobReceipts;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobSearch;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.node.DrainedNodes;
import org.millrace.engine.node.Scheduler;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.waiting.Waits;
import org.millrace.manager.observe.EventHub;
import org.springframework.boot.web.server.ErrorPage;
import org.springframework.boot.web.server.ErrorPageRegistrar;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The API's beans. Needs a {@link org.millrace.engine.ledger.JobLedger}, an {@link
 * org.millrace.engine.objects.ObjectStore}, {@link org.millrace.engine.ledger.DeadLetters}, {@link
 * org.millrace.engine.ledger.JobRuns}, {@link org.millrace.engine.ledger.JobReplays}, a {@link
 * org.millrace.engine.intake.MessageIntake}, a {@link Catalog}, a {@link Scheduler}, {@link
 * Workers}, a {@link Clock} and the settings' {@code Supplier}.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  JobsController.class,
  ResultsController.class,
  JobReplaysController.class,
  JobStepsController.class,
  DeadLettersController.class,
  SubmitController.class,
  MessagesController.class,
  CatalogController.class,
  QueuesController.class,
  QueueSettingsController.class,
  WorkersController.class,
  AnalyticsController.class,
  EventsController.class,
  AnnouncementsController.class,
  OpenApiController.class,
  ErrorController.class,
  ProblemAdvice.class,
  JsonBodies.class,
  JsonBodies.Bounded.class
})
public class ApiConfiguration {
  @Bean
  Progress progress(Catalog catalog, Clock clock) {
    return new Progress(catalog, clock);
  }

  @Bean
  QueueMarks drainedQueues(Database database) {
    return QueueMarks.drained(database);
  }

  @Bean
  Steering steering(JobLedger ledger, Scheduler scheduler, QueueMarks drainedQueues) {
    return new Steering(ledger, scheduler, drainedQueues);
  }

  @Bean
  JobSearch jobSearch(Database database) {
    return new JobSearch(database);
  }

  @Bean
  Analytics analytics(Database database, Clock clock) {
    return new Analytics(database, clock);
  }

  @Bean(destroyMethod = "close")
  EventHub eventHub(Database database, Progress progress, Clock clock) {
    return new EventHub(
        database,
        job ->
            progress.of(
                job.state(),
                progress.stages(
                    job.pipeline(), Optional.ofNullable(job.fromStage()), job.stages())),
        clock);
  }

  @Bean
  Announcements announcements(Database database) {
    return new Announcements(database);
  }

  @Bean
  JobReceipts jobReceipts(Database database) {
    return new JobReceipts(database);
  }

  @Bean
  JobViews jobViews(Progress progress, Waits waits, Catalog catalog) {
    return new JobViews(progress, waits, catalog);
  }

  @Bean
  DrainedNodes drainedNodes(Database database) {
    return new DrainedNodes(database);
  }

  @Bean
  PublishedResults publishedResults(ObjectStore objects) {
    return new PublishedResults(objects);
  }

  @Bean
  ErrorPageRegistrar problems() {
    return registry -> registry.addErrorPages(new ErrorPage(ErrorController.PATH));
  }
}
