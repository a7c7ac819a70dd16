package org.millrace.benchmarks.transports;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Quartz with its JDBC store: a job a stage that schedules the next, triggers acquired in tens. */
final class QuartzChain implements Contender {
  private static final int THREADS = 10;

  /** Quartz makes the jobs itself. */
  private static volatile Finish finish;

  private final Servers servers;

  QuartzChain(Servers servers) {
    this.servers = servers;
  }

  /** Made and called by Quartz. */
  public static final class Step implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      JobDataMap data = context.getMergedJobDataMap();
      int stage = data.getInt("stage");
      if (stage == Chain.STAGES) {
        finish.one();
        return;
      }
      try {
        schedule(context.getScheduler(), stage + 1, data.getString("body"));
      } catch (SchedulerException e) {
        throw new JobExecutionException(e);
      }
    }
  }

  @Override
  public void run(Chain chain, Watch watch) throws Exception {
    finish = new Finish(chain, watch);
    String name = servers.name();
    try (HikariDataSource source = servers.postgresql()) {
      Scripts.runResource(source, "/org/quartz/impl/jdbcjobstore/tables_postgres.sql");
      DBConnectionManager.getInstance().addConnectionProvider(name, provider(source));
      Scheduler scheduler = new StdSchedulerFactory(properties(name)).getScheduler();
      try {
        String body = new String(Chain.body());
        for (int i = 0; i < chain.tasks(); i++) {
          schedule(scheduler, 1, body);
        }
        watch.start();
        scheduler.start();
        finish.await();
      } finally {
        scheduler.shutdown(true);
      }
    }
  }

  private static void schedule(Scheduler scheduler, int stage, String body)
      throws SchedulerException {
    scheduler.scheduleJob(
        JobBuilder.newJob(Step.class)
            .usingJobData("stage", stage)
            .usingJobData("body", body)
            .build(),
        TriggerBuilder.newTrigger().startNow().build());
  }

  private static Properties properties(String name) {
    Properties properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceName", name);
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.setProperty("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", "" + THREADS);
    properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    properties.setProperty("org.quartz.threadPool.threadCount", "" + THREADS);
    properties.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
    properties.setProperty(
        "org.quartz.jobStore.driverDelegateClass",
        "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
    properties.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
    properties.setProperty("org.quartz.jobStore.dataSource", name);
    return properties;
  }

  private static ConnectionProvider provider(HikariDataSource source) {
    return new ConnectionProvider() {
      @Override
      public Connection getConnection() throws SQLException {
        return source.getConnection();
      }

      @Override
      public void initialize() {}

      /** Closed by who opened it. */
      @Override
      public void shutdown() {}
    };
  }
}
