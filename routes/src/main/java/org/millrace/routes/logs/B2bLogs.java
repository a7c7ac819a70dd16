package org.millrace.routes.logs;

import org.apache.camel.builder.RouteBuilder;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.processors.logs.ParseProcessor;
import org.millrace.processors.logs.SplitProcessor;
import org.millrace.processors.logs.SummariseProcessor;

/** The bundled pipeline {@code b2b-logs}: a partner's log to counts by hour and outcome. */
public final class B2bLogs extends RouteBuilder {
  private final ObjectStore objects;

  public B2bLogs(ObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public void configure() {
    from("stage:split?vcores=1&timeout=6h")
        .routeId("b2b-logs-split")
        .routeGroup("b2b-logs")
        .process(new SplitProcessor(objects))
        .split(body())
        .stopOnException()
        .to("stage:parse");

    from("stage:parse?vcores=1&timeout=1h")
        .routeId("b2b-logs-parse")
        .routeGroup("b2b-logs")
        .process(new ParseProcessor(objects))
        .to("stage:summarise");

    from("stage:summarise?after=parse&vcores=1&timeout=6h")
        .routeId("b2b-logs-summarise")
        .routeGroup("b2b-logs")
        .process(new SummariseProcessor(objects));
  }
}
