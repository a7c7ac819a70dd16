package org.millrace.manager.console;

import java.time.Clock;
import org.millrace.engine.analytics.Analytics;
import org.millrace.engine.analytics.JobHistory;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.Backlog;
import org.millrace.engine.ledger.JobSearch;
import org.millrace.engine.ledger.JobTasks;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.node.Scheduler;
import org.millrace.manager.api.Workers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The console's beans. Needs what the API needs, and a {@link RouteBook}. */
@Configuration(proxyBeanMethods = false)
@Import({
  OverviewPage.class,
  PipelinePages.class,
  StagePage.class,
  JobsPage.class,
  JobPage.class,
  QueuePages.class,
  WorkersPage.class,
  LettersPages.class,
  SubmitPage.class,
  SourcePages.class,
  ResultPage.class,
  AccountPage.class,
  FirstClick.class
})
public class ConsoleConfiguration {
  @Bean
  Pages pages() {
    return new Pages();
  }

  @Bean
  HtmlErrors htmlErrors(Pages pages) {
    return new HtmlErrors(pages);
  }

  @Bean
  JobTasks jobTasks(Database db) {
    return new JobTasks(db);
  }

  @Bean
  JobHistory jobHistory(Database db) {
    return new JobHistory(db);
  }

  @Bean
  Pulse pulse(Database db, Analytics analytics, Scheduler scheduler, Workers workers, Clock clock) {
    return new Pulse(new Backlog(db), analytics, scheduler, workers, clock);
  }

  @Bean
  Attention attention(JobSearch jobs, Scheduler scheduler, QueueMarks drainedQueues, Clock clock) {
    return new Attention(jobs, scheduler, drainedQueues, clock);
  }

  @Bean
  QueueNames queueNames(Scheduler scheduler) {
    return new QueueNames(scheduler);
  }
}
