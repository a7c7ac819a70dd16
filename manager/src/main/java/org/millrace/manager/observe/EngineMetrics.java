package org.millrace.manager.observe;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
import org.millrace.engine.analytics.AnalyticsRecorder;
import org.millrace.engine.analytics.Backlog;
import org.millrace.engine.analytics.Timings;
import org.millrace.engine.analytics.Timings.Step;
import org.millrace.engine.analytics.Totals;
import org.millrace.engine.analytics.Totals.Counts;
import org.millrace.engine.analytics.Totals.Distribution;
import org.millrace.engine.analytics.Totals.Place;
import org.millrace.engine.db.Database;
import org.millrace.engine.node.Engine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's metrics. Everything is read when it is asked for: what nobody scrapes costs nothing.
 * While the database is away, what this process knows itself is given all the same. Thread-safe.
 */
final class EngineMetrics implements MultiCollector {
  private static final Logger LOG = LoggerFactory.getLogger(EngineMetrics.class);
  private static final String JOBS =
      "select state, count(*) from job where state in ('ACCEPTED', 'ACTIVE', 'PAUSED') group by state";
  private static final String LEASES =
      "select n.name, count(l.id) from node n left join lease l on l.node = n.name group by n.name";
  private static final String NODES =
      """
      select case when draining or d.name is not null then 'draining' else 'up' end as state, count(*)
      from node n left join drained_node d on d.name = n.name group by state
      """;
  private static final String ANNOUNCEMENTS =
      """
      select case when due_at is null then 'failed' else 'waiting' end, count(*)
      from announcement group by case when due_at is null then 'failed' else 'waiting' end
      """;

  private final Engine engine;
  private final AnalyticsRecorder recorder;
  private final Backlog backlog;
  private final Database db;
  private final IntSupplier listeners;
  private final boolean manages;

  /**
   * @param manages whether it says what it knows of the whole system too; a worker leaves that to
   *     the managers, which all say the same
   */
  EngineMetrics(
      Engine engine,
      AnalyticsRecorder recorder,
      Database db,
      IntSupplier listeners,
      boolean manages) {
    this.manages = manages;
    this.engine = engine;
    this.recorder = recorder;
    this.backlog = new Backlog(db);
    this.db = db;
    this.listeners = listeners;
  }

  @Override
  public MetricSnapshots collect() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    Totals totals = recorder.totals();
    counts(totals.counts(), all);
    times("millrace_task_run_seconds", "How long tasks ran here", totals.runs(), all);
    times("millrace_task_wait_seconds", "How long tasks waited in a lane", totals.waits(), all);
    Timings timings = engine.meter().timings();
    step("millrace_claim_seconds", "How long a claim takes", timings.of(Step.CLAIM), all);
    step("millrace_settle_seconds", "How long a settlement takes", timings.of(Step.SETTLE), all);
    step(
        "millrace_grant_seconds",
        "From a task's coming into its lane until a new container has it in hand",
        timings.of(Step.GRANT),
        all);
    if (!manages) {
      return all.build();
    }
    one("millrace_leader", "1 where this process decides", engine.isLeader() ? 1 : 0, all);
    one("millrace_event_listeners", "Who listens for events", listeners.getAsInt(), all);
    boolean reachable = fromDatabase(totals.counts().keySet(), all);
    one("millrace_database_up", "1 while the ledger answers", reachable ? 1 : 0, all);
    return all.build();
  }

  /**
   * @param places where something has happened: nothing waits there now is a zero, not a gap
   */
  private boolean fromDatabase(Set<Place> places, MetricSnapshots.Builder all) {
    try {
      Map<Place, Backlog.Level> now = new HashMap<>();
      places.forEach(each -> now.put(each, new Backlog.Level(0, 0)));
      now.putAll(backlog.now());
      gauge("millrace_tasks_waiting", "Tasks that wait", now, Backlog.Level::waiting, all);
      gauge("millrace_tasks_running", "Tasks that run", now, Backlog.Level::running, all);
      labelled(
          "millrace_jobs",
          "Jobs that have not ended",
          "state",
          JOBS,
          List.of("ACCEPTED", "ACTIVE", "PAUSED"),
          all);
      labelled("millrace_leases", "Containers that run", "node", LEASES, List.of(), all);
      labelled(
          "millrace_nodes", "Worker processes", "state", NODES, List.of("up", "draining"), all);
      labelled(
          "millrace_announcements",
          "Jobs' ends that are to be told",
          "state",
          ANNOUNCEMENTS,
          List.of("waiting", "failed"),
          all);
      return true;
    } catch (RuntimeException e) {
      LOG.debug("Metrics without the database's", e);
      return false;
    }
  }

  private static void counts(Map<Place, Counts> counts, MetricSnapshots.Builder all) {
    counter("millrace_tasks_entered", "Tasks that came", counts, Counts::entered, all);
    counter("millrace_tasks_done", "Tasks that ended well", counts, Counts::done, all);
    counter("millrace_tasks_failed", "Attempts that failed", counts, Counts::failed, all);
    counter("millrace_tasks_dead", "Tasks that ran out of attempts", counts, Counts::dead, all);
    counter("millrace_task_bytes", "Bytes of messages that ran here", counts, Counts::bytes, all);
  }

  private static void counter(
      String name,
      String help,
      Map<Place, Counts> counts,
      ToDoubleFunction<Counts> value,
      MetricSnapshots.Builder all) {
    CounterSnapshot.Builder metric = CounterSnapshot.builder().name(name).help(help);
    counts.forEach(
        (place, each) ->
            metric.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(labels(place))
                    .value(value.applyAsDouble(each))
                    .build()));
    all.metricSnapshot(metric.build());
  }

  private static <T> void gauge(
      String name,
      String help,
      Map<Place, T> levels,
      ToDoubleFunction<T> value,
      MetricSnapshots.Builder all) {
    GaugeSnapshot.Builder metric = GaugeSnapshot.builder().name(name).help(help);
    levels.forEach(
        (place, each) ->
            metric.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(labels(place))
                    .value(value.applyAsDouble(each))
                    .build()));
    all.metricSnapshot(metric.build());
  }

  /**
   * @param known labels that are zero where the statement finds none
   */
  private void labelled(
      String name,
      String help,
      String label,
      String sql,
      List<String> known,
      MetricSnapshots.Builder all) {
    Map<String, Long> values = new TreeMap<>();
    known.forEach(each -> values.put(each, 0L));
    db.jdbc()
        .sql(sql)
        .query(
            row -> {
              values.put(row.getString(1), row.getLong(2));
            });
    GaugeSnapshot.Builder metric = GaugeSnapshot.builder().name(name).help(help);
    values.forEach(
        (each, value) ->
            metric.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(Labels.of(label, each))
                    .value(value)
                    .build()));
    all.metricSnapshot(metric.build());
  }

  private static void one(String name, String help, double value, MetricSnapshots.Builder all) {
    all.metricSnapshot(
        GaugeSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
            .build());
  }

  private static void times(
      String name, String help, Map<String, Distribution> stages, MetricSnapshots.Builder all) {
    HistogramSnapshot.Builder metric = HistogramSnapshot.builder().name(name).help(help);
    stages.forEach((stage, of) -> metric.dataPoint(point(Labels.of("stage", stage), of)));
    all.metricSnapshot(metric.build());
  }

  private static void step(String name, String help, Distribution of, MetricSnapshots.Builder all) {
    all.metricSnapshot(
        HistogramSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(point(Labels.EMPTY, of))
            .build());
  }

  private static HistogramDataPointSnapshot point(Labels labels, Distribution of) {
    List<Double> bounds = new ArrayList<>();
    List<Number> counts = new ArrayList<>();
    long before = 0;
    for (Map.Entry<Double, Long> each : of.upTo().entrySet()) {
      bounds.add(each.getKey());
      counts.add(Math.max(0, each.getValue() - before));
      before = Math.max(before, each.getValue());
    }
    bounds.add(Double.POSITIVE_INFINITY);
    counts.add(Math.max(0, of.count() - before));
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
        .sum(of.seconds())
        .build();
  }

  private static Labels labels(Place place) {
    return Labels.of("queue", place.queue(), "stage", place.stage());
  }
}
