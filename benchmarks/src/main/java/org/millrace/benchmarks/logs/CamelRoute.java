package org.millrace.benchmarks.logs;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Camel as its users write it: read a file, split it into lines, process each, aggregate. As UTF-8
 * it would end at the first byte that is none, so it reads ISO-8859-1.
 */
final class CamelRoute extends RouteBuilder {
  private final Path file;
  private final CountDownLatch done = new CountDownLatch(1);
  private Counts counts;
  private Exception failure;

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
    if (route.failure != null) {
      throw route.failure;
    }
    return route.counts.summary.withRejects(route.counts.rejects);
  }

  @Override
  public void configure() {
    onException(Exception.class)
        .process(
            exchange -> {
              failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
              done.countDown();
            });
    fromF(
            "file:%s?fileName=%s&noop=true&initialDelay=0&charset=ISO-8859-1",
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

  /** Not null for a reject: a file's message without a body gives the file again. */
  private static Optional<Regex.Access> parse(Exchange exchange) {
    return Regex.parse(exchange.getMessage().getBody(String.class));
  }

  private static final class Counts {
    private final Summary summary = Summary.empty();
    private long rejects;

    void add(Optional<?> line) {
      if (line.isPresent()) {
        Regex.Access access = (Regex.Access) line.get();
        summary.add(access.hour(), access.status(), 1, access.bytes());
      } else {
        rejects++;
      }
    }
  }

  private static final class Adding implements AggregationStrategy {
    @Override
    public Exchange aggregate(Exchange sum, Exchange line) {
      Counts counts = sum == null ? new Counts() : sum.getMessage().getBody(Counts.class);
      counts.add((Optional<?>) line.getMessage().getBody());
      Exchange result = sum == null ? line : sum;
      result.getMessage().setBody(counts);
      return result;
    }
  }
}
