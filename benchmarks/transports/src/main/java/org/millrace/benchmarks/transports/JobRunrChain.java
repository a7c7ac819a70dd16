package org.millrace.benchmarks.transports;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Collections;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.BackgroundJobRequest;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/** JobRunr, free edition: a job a stage that enqueues the next; its shortest polling interval. */
final class JobRunrChain implements Contender {
  private static final int WORKERS = 16;
  private static final int POLL_SECONDS = 5;

  /** JobRunr makes the handlers itself. */
  private static volatile Finish finish;

  private final Servers servers;

  JobRunrChain(Servers servers) {
    this.servers = servers;
  }

  /** One body at one stage; JobRunr keeps it as JSON. */
  public record Step(int stage, String body) implements JobRequest {
    @Override
    public Class<StepHandler> getJobRequestHandler() {
      return StepHandler.class;
    }
  }

  /** Made and called by JobRunr. */
  public static final class StepHandler implements JobRequestHandler<Step> {
    @Override
    public void run(Step step) {
      if (step.stage() == Chain.STAGES) {
        finish.one();
      } else {
        BackgroundJobRequest.enqueue(new Step(step.stage() + 1, step.body()));
      }
    }
  }

  @Override
  public void run(Chain chain, Watch watch) throws Exception {
    finish = new Finish(chain, watch);
    try (HikariDataSource source = servers.postgresql()) {
      JobRequestScheduler scheduler =
          JobRunr.configure()
              .useStorageProvider(new PostgresStorageProvider(source))
              .useBackgroundJobServer(
                  BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                      .andWorkerCount(WORKERS)
                      .andPollIntervalInSeconds(POLL_SECONDS),
                  false)
              .initialize()
              .getJobRequestScheduler();
      try {
        scheduler.enqueue(
            Collections.nCopies(chain.tasks(), new Step(1, new String(Chain.body()))).stream());
        watch.start();
        JobRunr.getBackgroundJobServer().start();
        finish.await();
      } finally {
        JobRunr.destroy();
      }
    }
  }
}
