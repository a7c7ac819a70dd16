package org.millrace.routes.intake.sqs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.builder.RouteBuilder;
import org.millrace.engine.intake.MessageIntake;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.routes.intake.Source;
import org.millrace.routes.intake.Sources;

/**
 * Reads the SQS queues that sources name, one thread a queue, and follows the settings.
 *
 * <p><b>Delivery guarantees.</b> A message is deleted after what it caused has been committed. One
 * that is delivered again, also to another process, has one effect: a message by SQS's id, an event
 * by the version of its object. What is no notification of S3 goes to the queue {@code NAME-dead}
 * with the reason, and is not tried again.
 */
public final class SqsIntake extends RouteBuilder implements AutoCloseable {
  private final SqsQueues queues;
  private final Supplier<Sources> sources;
  private final MessageIntake intake;
  private final ObjectStore objects;
  private final JobLedger ledger;
  private final Duration rest;
  private final Map<Source, Pollers> running = new HashMap<>();
  private boolean closed;

  private record Pollers(List<QueuePoller> all) {}

  public SqsIntake(
      SqsQueues queues,
      Supplier<Sources> sources,
      MessageIntake intake,
      ObjectStore objects,
      JobLedger ledger) {
    this(queues, sources, intake, objects, ledger, QueuePoller.REST);
  }

  /**
   * @param rest after a failure
   */
  SqsIntake(
      SqsQueues queues,
      Supplier<Sources> sources,
      MessageIntake intake,
      ObjectStore objects,
      JobLedger ledger,
      Duration rest) {
    this.rest = rest;
    this.queues = queues;
    this.sources = sources;
    this.intake = intake;
    this.objects = objects;
    this.ledger = ledger;
  }

  @Override
  public void configure() {
    from("timer:millrace-sqs?delay=0&period=1000")
        .routeId("millrace-sqs")
        .process(exchange -> follow());
  }

  private synchronized void follow() {
    if (closed) {
      return;
    }
    var wanted =
        sources.get().declared().stream()
            .filter(each -> each.streams().sqs().isPresent() || each.streams().events().isPresent())
            .toList();
    running
        .entrySet()
        .removeIf(
            each -> {
              boolean gone = !wanted.contains(each.getKey());
              if (gone) {
                each.getValue().all().forEach(QueuePoller::close);
              }
              return gone;
            });
    wanted.forEach(source -> running.computeIfAbsent(source, this::start));
  }

  private Pollers start(Source source) {
    List<QueuePoller> pollers = new ArrayList<>();
    source
        .streams()
        .sqs()
        .ifPresent(
            queue -> pollers.add(poller(source, queue, new TakeMessages(intake, source.stream()))));
    source
        .streams()
        .events()
        .ifPresent(
            queue ->
                pollers.add(
                    poller(
                        source, queue, new TakeEvents(objects, ledger, sources, source.name()))));
    return new Pollers(pollers);
  }

  private QueuePoller poller(Source source, String queue, Handler handler) {
    return QueuePoller.start(
        source.name(), new SqsQueue(queues.client().get(), queue, queues.own()), handler, rest);
  }

  @Override
  public synchronized void close() {
    closed = true;
    running.values().forEach(each -> each.all().forEach(QueuePoller::close));
    running.clear();
  }
}
