package org.millrace.benchmarks.transports;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;

/**
 * db-scheduler: a one-time task a stage that schedules the next, with lock-and-fetch polling and
 * immediate execution, as its documentation advises for throughput on PostgreSQL.
 */
final class DbSchedulerChain implements Contender {
  static final int THREADS = 16;
  private static final String SCHEMA =
      """
      create table scheduled_tasks (
        task_name text not null,
        task_instance text not null,
        task_data bytea,
        execution_time timestamp with time zone not null,
        picked boolean not null,
        picked_by text,
        last_success timestamp with time zone,
        last_failure timestamp with time zone,
        consecutive_failures int,
        last_heartbeat timestamp with time zone,
        version bigint not null,
        priority smallint,
        primary key (task_name, task_instance));
      create index execution_time_idx on scheduled_tasks (execution_time);
      create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
      """;

  private final Servers servers;

  DbSchedulerChain(Servers servers) {
    this.servers = servers;
  }

  @Override
  public void run(Chain chain, Watch watch) throws Exception {
    Finish finish = new Finish(chain, watch);
    OneTimeTask<byte[]> last =
        Tasks.oneTime("c", byte[].class).execute((task, context) -> finish.one());
    OneTimeTask<byte[]> second = sendingTo("b", last);
    OneTimeTask<byte[]> first = sendingTo("a", second);
    try (HikariDataSource source = servers.postgresql()) {
      Scheduler scheduler = scheduler(source, first, second, last);
      byte[] body = Chain.body();
      for (int i = 0; i < chain.tasks(); i++) {
        scheduler.schedule(first.instance("task-" + i, body), Instant.now());
      }
      watch.start();
      scheduler.start();
      finish.await();
      scheduler.stop();
    }
  }

  private static OneTimeTask<byte[]> sendingTo(String name, OneTimeTask<byte[]> next) {
    return Tasks.oneTime(name, byte[].class)
        .execute(
            (task, context) -> {
              SchedulerClient client = context.getSchedulerClient();
              client.schedule(next.instance(task.getId(), task.getData()), Instant.now());
            });
  }

  /** With its schema, not started. */
  static Scheduler scheduler(HikariDataSource source, OneTimeTask<?>... tasks) throws Exception {
    Scripts.run(source, SCHEMA);
    return Scheduler.create(source, tasks)
        .threads(THREADS)
        .pollUsingLockAndFetch(0.5, 4.0)
        .pollingInterval(Duration.ofMillis(100))
        .enableImmediateExecution()
        .build();
  }
}
