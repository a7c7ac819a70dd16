package org.millrace.manager.observe;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.IntSupplier;
import org.millrace.engine.analytics.AnalyticsRecorder;
import org.millrace.engine.db.Database;
import org.millrace.engine.node.Engine;

/** Metrics as Prometheus reads them. Nothing of it is made before the first scrape. Thread-safe. */
public final class Metrics {
  private final Engine engine;
  private final AnalyticsRecorder recorder;
  private final Database db;
  private final IntSupplier listeners;
  private final boolean manages;
  private final RouteMetrics routes;
  private PrometheusMeterRegistry registry;

  /**
   * @param listeners how many listen for events
   */
  public Metrics(
      Engine engine,
      AnalyticsRecorder recorder,
      Database db,
      IntSupplier listeners,
      RouteMetrics routes) {
    this(engine, recorder, db, listeners, routes, true);
  }

  /** Of a process that only works: what it has seen itself. */
  public static Metrics ofWorker(
      Engine engine, AnalyticsRecorder recorder, Database db, RouteMetrics routes) {
    return new Metrics(engine, recorder, db, () -> 0, routes, false);
  }

  private Metrics(
      Engine engine,
      AnalyticsRecorder recorder,
      Database db,
      IntSupplier listeners,
      RouteMetrics routes,
      boolean manages) {
    this.routes = routes;
    this.manages = manages;
    this.engine = engine;
    this.recorder = recorder;
    this.db = db;
    this.listeners = listeners;
  }

  /**
   * @param accept what the caller reads: its {@code Accept}, or null
   */
  String scrape(String accept) {
    return registry().scrape(accept);
  }

  private synchronized PrometheusMeterRegistry registry() {
    if (registry == null) {
      PrometheusMeterRegistry made = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      new JvmMemoryMetrics().bindTo(made);
      new JvmThreadMetrics().bindTo(made);
      new ClassLoaderMetrics().bindTo(made);
      new ProcessorMetrics().bindTo(made);
      new UptimeMetrics().bindTo(made);
      made.getPrometheusRegistry()
          .register(new EngineMetrics(engine, recorder, db, listeners, manages));
      routes.begin(made);
      registry = made;
    }
    return registry;
  }
}
