package org.millrace.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.task.TaskContext;

/**
 * A chain, two fan-outs and two barriers, one behind the other. What a task does is in the {@link
 * Plan} of the simulation whose thread runs it, and all that it does reaches the last barrier.
 */
final class SimulatedRoutes extends RouteBuilder {
  static final String PIPELINE = "simulated";

  @Override
  public void configure() {
    errorHandler(noErrorHandler());

    from("stage:entry?backoff=20ms&maxAttempts=100")
        .routeGroup(PIPELINE)
        .process(this::entry)
        .split(exchangeProperty("work"))
        .to("stage:work")
        .end()
        .split(exchangeProperty("chain"))
        .to("stage:chain")
        .end()
        .split(exchangeProperty("risky"))
        .to("stage:risky")
        .end()
        .setBody(exchangeProperty("effect"))
        .to("stage:collect");

    from("stage:work?batch=5&backoff=20ms&maxAttempts=100")
        .process(exchange -> runs(exchange, "work", exchange.getMessage().getBody(String.class)))
        .split(exchangeProperty("chain"))
        .to("stage:chain")
        .end()
        .setBody(exchangeProperty("effect"))
        .to("stage:sum");

    from("stage:chain?batch=3&backoff=20ms&maxAttempts=100")
        .process(exchange -> runs(exchange, "chain", exchange.getMessage().getBody(String.class)))
        .setBody(exchangeProperty("effect"))
        .to("stage:collect");

    from("stage:risky?batch=4&backoff=50ms&maxAttempts=" + Plan.MOST_ATTEMPTS)
        .process(exchange -> runs(exchange, "risky", exchange.getMessage().getBody(String.class)))
        .setBody(exchangeProperty("effect"))
        .to("stage:collect");

    from("stage:sum?after=work&backoff=20ms&maxAttempts=100")
        .process(exchange -> exchange.getMessage().setBody(Plan.sum(parts(exchange))))
        .to("stage:collect");

    from("stage:collect?after=chain,risky,sum&backoff=20ms&maxAttempts=100")
        .process(
            exchange -> {
              String all = String.join("\n", parts(exchange));
              TaskContext.of(exchange).result("effects", out -> out.write(all.getBytes()));
            });
  }

  private void entry(Exchange exchange) {
    String path = exchange.getMessage().getBody(ObjectRef.class).key();
    runs(exchange, "entry", path);
    Plan plan = simulation().plan();
    exchange.setProperty("work", plan.work(path));
    exchange.setProperty("risky", plan.risky(path));
  }

  private static void runs(Exchange exchange, String stage, String path) {
    int attempt = TaskContext.of(exchange).attempt();
    simulation().runs(stage, path, attempt);
    exchange.setProperty("chain", simulation().plan().chain(path));
    exchange.setProperty("effect", stage + ":" + path);
  }

  private static List<String> parts(Exchange exchange) {
    List<String> parts = new ArrayList<>();
    for (Object each : exchange.getMessage().getBody(Iterable.class)) {
      parts.add((String) each);
    }
    parts.sort(null);
    return parts;
  }

  private static Simulation simulation() {
    return Actor.self().process.simulation();
  }
}
