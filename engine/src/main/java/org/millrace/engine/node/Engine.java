package org.millrace.engine.node;

import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.Admission;
import org.millrace.engine.ledger.Completion;
import org.millrace.engine.ledger.DelayedTasks;
import org.millrace.engine.ledger.Demand;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.JdbcJobLedger;
import org.millrace.engine.ledger.JobFacts;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.LiveJobs;
import org.millrace.engine.ledger.ProgressFold;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.pipeline.RoutePipelines;
import org.millrace.engine.stage.Stages;
import org.millrace.engine.transport.LaneTransports;
import org.millrace.engine.transport.TransportFactory;
import org.millrace.engine.transport.Transports;
import org.millrace.engine.transport.table.TableTransport;
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
   * @param others transports besides the queue table
   */
  public Engine(
      EngineSettings settings,
      Database db,
      ObjectStore objects,
      CamelContext camel,
      Stages stages,
      SchedulerSettings scheduler,
      Clock clock,
      Runnable nudge,
      List<TransportFactory> others) {
    this.settings = settings;
    Lanes lanes = new Lanes(db);
    this.leases = new Leases(db, lanes, settings.lease());
    this.pipelines = new RoutePipelines(camel, stages);
    TaskRows rows = new TaskRows(lanes);
    Transports transports = new Transports(stages::transport, new LaneTransports(db, lanes));
    SettlementEffects effects = new SettlementEffects(pipelines);
    EffectLog log = new EffectLog(db, rows, transports);
    transports.add(new TableTransport(db, leases, rows, effects, log));
    DelayedTasks delayed = new DelayedTasks(db, rows, transports);
    this.ledger = new JdbcJobLedger(db, transports, delayed);
    this.completion = new Completion(db, objects);
    this.node =
        new Node(settings.node(), settings.containers(), leases, settings.lease().toMillis() / 3);
    FailurePolicy failures = new FailurePolicy(clock, settings.node());
    TransportFactory.Parts parts =
        new TransportFactory.Parts(
            db,
            lanes,
            leases,
            rows,
            effects,
            log,
            transports,
            (lane, task) ->
                failures.crashed(task, stages.options(stages.require(lane.stage())), "(unknown)"));
    others.forEach(each -> transports.add(each.make(parts)));
    TaskRunner runner = new TaskRunner(db, new JobFacts(db), objects, failures, node.timer());
    this.capacity = new CapacityManager(scheduler, settings.node(), settings.capacity());
    LaneRests rests = new LaneRests();
    this.dispatcher =
        new Dispatcher(
            new LeaseReaper(db, leases, transports, stages, failures),
            transports,
            delayed,
            new ProgressFold(db, pipelines, transports, delayed),
            new JobAdmission(
                new LiveJobs(db),
                new Admission(db, pipelines, transports),
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
                    lease, transports, leases, stages, runner, batch -> share(lease, batch), nudge),
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
