package org.millrace.manager.wiring;

import java.net.URI;
import java.util.Optional;
import org.millrace.engine.node.Engine;
import org.millrace.manager.observe.OtelTracer;

/** The way of an engine's traces to their collector, if there is one. */
record TraceLink(Optional<OtelTracer> tracer) implements AutoCloseable {
  static TraceLink of(Engine engine, Optional<URI> collector) {
    Optional<OtelTracer> tracer = collector.map(to -> OtelTracer.to(to, engine.node()));
    tracer.ifPresent(engine::trace);
    return new TraceLink(tracer);
  }

  @Override
  public void close() {
    tracer.ifPresent(OtelTracer::close);
  }
}
