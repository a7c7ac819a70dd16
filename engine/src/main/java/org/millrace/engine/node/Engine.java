package org.millrace.engine.node;

import java.time.Clock;
import org.apache.camel.CamelContext;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.Admission;
import org.millrace.engine.ledger.Completion;
import org.millrace.engine.ledger.Demand;
import org.millrace.engine.ledger.JdbcJobLedger;
import org.millrace.engine.ledger.JobFacts;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.LiveJobs;
import org.millrace.engine.ledger.MovedJobs;
import org.millrace.engine.ledger.PausedQueues;
import org.millrace.engine.ledger.ProgressFold;
import org.millrace.engine.ledger.SettlementLog;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.pipeline.RoutePipelines;
import org.millrace.engine.stage.Stages;
import org.millrace.engine.transport.table.TableTransport;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.SchedulerSettings;

/**
 * Everything between a stage's route and the database, put together. {@link #start} before the
 * first cycle, {@link #close} drains.
 */
public final class Engine implements AutoCloseable {
  private final Leases leases;
  private final Node node;
  private final JobLedger ledger;
  private final Completion completion;
  private final PipelineCatalog pipelines;
  private final CapacityManager capacity;
  private final Dispatcher dispatcher;
  private final EngineSettings settings;

  /**
   * @param stages the registry that the {@code stage:} component of this context uses
   * @param nudge called, often and from any thread, when a cycle may have something to do
   */
  public Engine(
      EngineSettings settings,
      Database db,
      ObjectStore objects,
      CamelContext camel,
      Stages stages,
      SchedulerSettings scheduler,
      Clock clock,
      Runnable nudge) {
    this.settings = settings;
    Lanes lanes = new Lanes(db);
    this.leases = new Leases(db, lanes, settings.lease());
    this.pipelines = new RoutePipelines(camel, stages);
    TableTransport transport =
        new TableTransport(db, lanes, leases, new SettlementLog(db, pipelines));
    MovedJobs moved = new MovedJobs(db, transport);
    this.ledger = new JdbcJobLedger(db, transport, moved);
    this.completion = new Completion(db, objects);
    this.node =
        new Node(settings.node(), settings.containers(), leases, settings.lease().toMillis() / 3);
    FailurePolicy failures = new FailurePolicy(clock, settings.node());
    TaskRunner runner = new TaskRunner(db, new JobFacts(db), objects, failures, node.timer());
    this.capacity =
        new CapacityManager(scheduler, settings.node(), settings.capacity(), new PausedQueues(db));
    LaneRests rests = new LaneRests();
    this.dispatcher =
        new Dispatcher(
            new LeaseReaper(db, leases, transport, stages, failures),
            transport,
            new ProgressFold(db, pipelines, transport),
            new JobAdmission(
                new LiveJobs(db),
                moved,
                new Admission(db, pipelines, transport),
                capacity,
                pipelines,
                clock),
            new Demand(db),
            new Wants(stages, pipelines, node, rests),
            capacity,
            leases,
            node,
            lease ->
                new Container(
                    lease, transport, leases, stages, runner, batch -> share(lease, batch), nudge),
            rests,
            clock,
            nudge);
  }

  private int share(org.millrace.engine.lease.Lease lease, int batch) {
    return dispatcher.share(lease.lane(), batch);
  }

  /** Takes back what an earlier life of this node had in hand. Call before the first cycle. */
  public void start() {
    leases.expireAll(settings.node());
  }

  /**
   * Gives the node another capacity; what runs beyond it goes on.
   *
   * @param containers most at a time
   */
  public void resize(Resources newCapacity, int containers) {
    node.resize(containers);
    capacity.resize(newCapacity);
  }

  public JobLedger ledger() {
    return ledger;
  }

  public Completion completion() {
    return completion;
  }

  public PipelineCatalog pipelines() {
    return pipelines;
  }

  public Scheduler scheduler() {
    return capacity;
  }

  public Dispatcher dispatcher() {
    return dispatcher;
  }

  /** Drains: tasks in hand finish, the rest goes back. */
  @Override
  public void close() {
    node.close();
  }
}
