package org.millrace.benchmarks.logs;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Camel as its users write it: read a file, split it into lines, process each, aggregate. */
final class CamelRoute extends RouteBuilder {
  private final Path file;
  private final CountDownLatch done = new CountDownLatch(1);
  private Counts counts;

  private CamelRoute(Path file) {
    this.file = file;
  }

  static Summary sum(Path file) throws Exception {
    CamelRoute route = new CamelRoute(file);
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.addRoutes(route);
      camel.start();
      route.done.await();
    }
    return route.counts.summary.withRejects(route.counts.rejects);
  }

  @Override
  public void configure() {
    fromF(
            "file:%s?fileName=%s&noop=true&initialDelay=0&charset=UTF-8",
            file.getParent(), file.getFileName())
        .split(body().tokenize("\n"))
        .streaming()
        .process(exchange -> exchange.getMessage().setBody(parse(exchange)))
        .aggregate(constant(true), new Adding())
        .eagerCheckCompletion()
        .completionPredicate(exchangeProperty(Exchange.SPLIT_COMPLETE))
        .process(
            exchange -> {
              counts = exchange.getMessage().getBody(Counts.class);
              done.countDown();
            });
  }

  private static Regex.Access parse(Exchange exchange) {
    return Regex.parse(exchange.getMessage().getBody(String.class)).orElse(null);
  }

  private static final class Counts {
    private final Summary summary = Summary.empty();
    private long rejects;

    void add(Regex.Access access) {
      if (access == null) {
        rejects++;
      } else {
        summary.add(access.hour(), access.status(), 1, access.bytes());
      }
    }
  }

  private static final class Adding implements AggregationStrategy {
    @Override
    public Exchange aggregate(Exchange sum, Exchange line) {
      Counts counts = sum == null ? new Counts() : sum.getMessage().getBody(Counts.class);
      counts.add((Regex.Access) line.getMessage().getBody());
      Exchange result = sum == null ? line : sum;
      result.getMessage().setBody(counts);
      return result;
    }
  }
}
