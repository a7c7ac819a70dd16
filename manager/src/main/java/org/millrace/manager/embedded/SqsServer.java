package org.millrace.manager.embedded;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.NodeAddress;
import org.elasticmq.RelaxedSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.util.Either;

/** ElasticMQ over an H2 file. */
final class SqsServer implements AutoCloseable {
  private static final Duration RESTORE = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final ActorSystem system;
  private final SQSRestServer server;
  private final InetSocketAddress address;

  private SqsServer(ActorSystem system, SQSRestServer server) {
    this.system = system;
    this.server = server;
    this.address = server.waitUntilStarted().localAddress();
  }

  /**
   * Starts it on any free port, with the queues and messages that it had when it was stopped.
   *
   * @param files how H2 reaches them, {@code file:}
   * @param announced the port that its queues' URLs name
   * @param failed told when something could not be written, once: nothing is acknowledged any more
   */
  static SqsServer start(Path db, String files, int announced, Consumer<Throwable> failed)
      throws IOException {
    ActorSystem system =
        ActorSystem.create(
            "sqs",
            ConfigFactory.parseMap(
                    Map.of(
                        "pekko.loglevel", "WARNING",
                        "pekko.loggers",
                            java.util.List.of("org.apache.pekko.event.slf4j.Slf4jLogger"),
                        "pekko.daemonic", "on",
                        // Stopped in order with the system; a hook of its own would come first.
                        "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off"))
                .withFallback(ConfigFactory.load(SqsServer.class.getClassLoader())),
            SqsServer.class.getClassLoader());
    try {
      ActorRef store =
          system.actorOf(Props.create(SqsStore.class, () -> new SqsStore(url(db, files), failed)));
      ActorRef queues =
          system.actorOf(
              Props.create(
                  QueueManagerActor.class,
                  () ->
                      new QueueManagerActor(
                          new NowProvider(), RelaxedSQSLimits$.MODULE$, Option.apply(store))));
      restore(store, queues);
      return new SqsServer(
          system,
          SQSRestServerBuilder.withActorSystem(system)
              .withQueueManagerActor(queues)
              .withQueueEventListener(store)
              .withSQSLimits(RelaxedSQSLimits$.MODULE$)
              .withInterface("127.0.0.1")
              .withDynamicPort()
              .withServerAddress(new NodeAddress("http", "127.0.0.1", announced, ""))
              .start());
    } catch (IOException | RuntimeException e) {
      system.terminate();
      throw e;
    }
  }

  InetSocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    server.stopAndWait();
    try {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the SQS server did not stop: " + e.getMessage(), e);
    }
  }

  private static String url(Path db, String files) {
    return "jdbc:h2:"
        + files
        + db.resolve("sqs").toAbsolutePath()
        // Every message is handed to the operating system before it is acknowledged.
        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
  }

  private static void restore(ActorRef store, ActorRef queues) throws IOException {
    try {
      Object restored =
          Patterns.ask(store, new QueueEvent.Restore(queues), RESTORE).toCompletableFuture().join();
      if (restored instanceof Either<?, ?> either && either.isLeft()) {
        throw new IOException("its queues could not be restored: " + either);
      }
    } catch (CompletionException e) {
      throw new IOException("its queues could not be restored: " + e.getCause(), e);
    }
  }
}
