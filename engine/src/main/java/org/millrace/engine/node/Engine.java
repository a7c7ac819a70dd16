package org.millrace.engine.node;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.millrace.engine.analytics.Meter;
import org.millrace.engine.announce.JobEnds;
import org.millrace.engine.db.Database;
import org.millrace.engine.intake.JdbcMessageIntake;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.Admission;
import org.millrace.engine.ledger.Completion;
import org.millrace.engine.ledger.DeadLetters;
import org.millrace.engine.ledger.DelayedTasks;
import org.millrace.engine.ledger.Demand;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.JdbcJobLedger;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobFacts;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobReplays;
import org.millrace.engine.ledger.JobRuns;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.LiveJobs;
import org.millrace.engine.ledger.MovedJobs;
import org.millrace.engine.ledger.PausedJobs;
import org.millrace.engine.ledger.ProgressFold;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.ledger.TaskRows;
import org.millrace.engine.machine.Machine;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.pipeline.RoutePipelines;
import org.millrace.engine.replay.KeptInputs;
import org.millrace.engine.replay.Restoring;
import org.millrace.engine.stage.Stages;
import org.millrace.engine.task.ClaimCheck;
import org.millrace.engine.task.TaskTracer;
import org.millrace.engine.transport.LaneTransports;
import org.millrace.engine.transport.TransportFactory;
import org.millrace.engine.transport.Transports;
import org.millrace.engine.transport.table.TableTransport;
import org.millrace.engine.waiting.LedgerWaits;
import org.millrace.engine.waiting.Waits;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.SchedulerSettings;

/**
 * Everything between a stage's route and the database, put together. {@link #start} before the
 * first cycle, {@link #close} drains.
 */
public final class Engine implements AutoCloseable {
  private final Database db;
  private final Leases leases;
  private final NodeRegistry nodes;
  private final DrainedNodes drained;
  private final Optional<Node> node;
  private final LeaderBell bell;
  private final TimeLimits limits = new TimeLimits();
  private final LaneBells bells;
  private final Meter meter;
  private final JobEnds ends;
  private volatile TaskTracer tracer = TaskTracer.NONE;
  private final JobLedger ledger;
  private final JdbcMessageIntake messages;
  private final Completion completion;
  private final DeadLetters deadLetters;
  private final JobRuns runs;
  private final JobReplays replays;
  private final PipelineCatalog pipelines;
  private final CapacityManager capacity;
  private final Dispatcher dispatcher;
  private final EngineSettings settings;
  private final Waits waits;

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
    this(settings, db, objects, camel, stages, scheduler, clock, nudge, others, Machine.THIS);
  }

  /** One whose threads and time are not this machine's. */
  public Engine(
      EngineSettings settings,
      Database db,
      ObjectStore objects,
      CamelContext camel,
      Stages stages,
      SchedulerSettings scheduler,
      Clock clock,
      Runnable nudge,
      List<TransportFactory> others,
      Machine machine) {
    this.settings = settings;
    this.meter = new Meter(settings.node());
    this.db = db;
    this.ends = new JobEnds(db);
    this.bells = new LaneBells(machine);
    Lanes lanes = new Lanes(db);
    this.leases = new Leases(db, lanes, settings.lease());
    this.pipelines = new RoutePipelines(camel, stages);
    TaskRows rows = new TaskRows(lanes);
    Transports transports = new Transports(stages::transport, new LaneTransports(db, lanes));
    SettlementEffects effects = new SettlementEffects(pipelines);
    EffectLog log = new EffectLog(db, rows, transports);
    BatchSizes sizes = new BatchSizes(stages);
    transports.add(
        new TableTransport(db, lanes, leases, rows, effects, log, machine, sizes::together));
    DelayedTasks delayed = new DelayedTasks(db, rows, transports);
    MovedJobs moved = new MovedJobs(db, transports);
    this.ledger = new JdbcJobLedger(db, transports, delayed, moved, ends, settings.disk()::require);
    this.messages =
        JdbcMessageIntake.of(
            db,
            ledger,
            log,
            pipelines,
            transports,
            new ClaimCheck(objects),
            clock,
            settings.disk()::require);
    this.completion = new Completion(db, pipelines, objects, ends);
    this.deadLetters = new DeadLetters(db, rows, transports, pipelines, objects);
    this.runs = new JobRuns(db);
    KeptInputs kept = new KeptInputs(db);
    this.replays = new JobReplays(db, pipelines, kept);
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
                failures.crashed(task, stages.options(stages.require(lane.stage())), "(unknown)"),
            sizes::together);
    others.forEach(each -> transports.add(each.make(parts)));
    TaskRunner runner =
        new TaskRunner(
            db,
            new JobFacts(db),
            new PausedJobs(db, machine::nanoTime),
            objects,
            failures,
            settings.disk(),
            meter,
            machine,
            clock,
            () -> tracer,
            kept);
    this.nodes = new NodeRegistry(db, settings.lease());
    this.drained = new DrainedNodes(db);
    this.bell = new LeaderBell(db.signals(), machine, this::leads, nudge);
    this.node =
        settings.works()
            ? Optional.of(
                new Node(
                    settings,
                    leases,
                    nodes,
                    new HandNotes(db),
                    db.signals(),
                    machine,
                    lease ->
                        new Container(
                            lease,
                            transports,
                            leases,
                            stages,
                            runner,
                            limits,
                            bells,
                            sizes.of(lease.lane().stage()),
                            machine,
                            batch -> share(lease, batch),
                            this::inTouch,
                            bell,
                            meter)))
            : Optional.empty();
    this.capacity = new CapacityManager(scheduler, QueueMarks.paused(db));
    LaneRests rests = new LaneRests(machine);
    Restoring restoring = new Restoring(db, kept, transports);
    this.dispatcher =
        new Dispatcher(
            new Leadership(db, settings.node(), settings.lease(), machine),
            nodes,
            new LeaseReaper(db, leases, transports, stages, failures),
            transports,
            delayed,
            new ProgressFold(db, pipelines, transports, delayed, meter, ends),
            new JobAdmission(
                new LiveJobs(db),
                moved,
                restoring,
                new Admission(db, pipelines, transports, meter, ends, kept, restoring),
                capacity,
                pipelines,
                clock),
            new Demand(db),
            new Wants(
                stages, pipelines, lane -> node.map(each -> each.inHand(lane)).orElse(0), rests),
            capacity,
            leases,
            rests,
            db,
            clock,
            this::tell);
    this.waits = new LedgerWaits(db, capacity, new Demand(db), leases, stages, clock);
    capacity.beforeALook(
        new Onlooker(
                dispatcher::leads,
                nodes,
                new LiveJobs(db),
                pipelines,
                leases,
                new Demand(db),
                new Wants(stages, pipelines, lane -> 0, new LaneRests(machine)),
                capacity,
                machine)
            ::look);
  }

  private boolean leads() {
    return dispatcher.leads();
  }

  private boolean inTouch() {
    return node.map(Node::inTouch).orElse(true);
  }

  private int share(Lease lease, int batch) {
    return dispatcher.share(lease.lane(), batch);
  }

  private void tell(String name) {
    if (settings.works() && name.equals(settings.node())) {
      db.signals().ring(Node.signal(name));
    } else {
      db.signals().send(Node.signal(name));
    }
  }

  /**
   * Begins to work and to listen, as far as its roles say. Takes back what an earlier life of this
   * node had in hand. Call before the first cycle.
   */
  public void start() {
    if (settings.manages()) {
      bell.listen();
    }
    node.ifPresent(Node::start);
  }

  /** This process's name. */
  public String node() {
    return settings.node();
  }

  public NodeRegistry nodes() {
    return nodes;
  }

  /** Workers that get no work, at somebody's word. */
  public DrainedNodes drained() {
    return drained;
  }

  /** Queues that take no new jobs, at somebody's word. */
  public QueueMarks drainedQueues() {
    return QueueMarks.drained(db);
  }

  /** The containers that run, wherever. */
  public List<Lease> containers() {
    return leases.all().stream().map(Leases.Granted::lease).toList();
  }

  /** Whether this process decides who gets capacity, and ends jobs. */
  public boolean isLeader() {
    return dispatcher.leads();
  }

  /**
   * Gives the node another capacity; what runs beyond it goes on.
   *
   * @param containers most at a time
   */
  public void resize(Resources newCapacity, int containers) {
    node.ifPresent(each -> each.resize(newCapacity, containers));
  }

  /** Has every task that begins from now on traced. */
  public void trace(TaskTracer newTracer) {
    tracer = newTracer;
  }

  /** Told of jobs that have ended, for those who trace. */
  public void ended(List<Job> jobs) {
    jobs.forEach(
        job ->
            tracer.ended(
                new TaskTracer.Ended(
                    job.queue(),
                    job.pipeline(),
                    job.source(),
                    job.id(),
                    job.submittedAt().toEpochMilli(),
                    job.finishedAt().orElse(job.submittedAt()).toEpochMilli(),
                    job.state() == JobState.COMPLETED
                        ? null
                        : job.error().orElse(job.state().name()))));
  }

  /** Where ends of jobs are noted, once somebody wants to be told. */
  public JobEnds ends() {
    return ends;
  }

  /** Where this process adds up what it sees, once somebody records it. */
  public Meter meter() {
    return meter;
  }

  public JobLedger ledger() {
    return ledger;
  }

  public JdbcMessageIntake messages() {
    return messages;
  }

  public Completion completion() {
    return completion;
  }

  public DeadLetters deadLetters() {
    return deadLetters;
  }

  public JobRuns runs() {
    return runs;
  }

  public JobReplays replays() {
    return replays;
  }

  public PipelineCatalog pipelines() {
    return pipelines;
  }

  public Scheduler scheduler() {
    return capacity;
  }

  /** Why jobs wait. */
  public Waits waits() {
    return waits;
  }

  public Dispatcher dispatcher() {
    return dispatcher;
  }

  /** Drains: tasks in hand finish, the rest goes back. */
  @Override
  public void close() {
    node.ifPresent(Node::close);
    bell.close();
    if (settings.manages()) {
      dispatcher.leave();
    }
    limits.close();
  }
}
