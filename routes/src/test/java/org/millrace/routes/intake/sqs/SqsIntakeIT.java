package org.millrace.routes.intake.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.intake.MessageIntake;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.routes.intake.IntakeEngine;
import org.millrace.routes.intake.Source;
import org.millrace.routes.intake.Sources;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Sources that read a real SQS server. */
class SqsIntakeIT {
  private static SQSRestServer server;
  private static SqsClient client;

  @TempDir Path dir;

  private final String queue = "q" + UUID.randomUUID();
  private IntakeEngine engine;
  private SqsIntake intake;

  @BeforeAll
  static void startServer() {
    server = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    server.waitUntilStarted();
    client = client(new ExecutionInterceptor() {});
  }

  private static SqsClient client(ExecutionInterceptor meddling) {
    int port = server.waitUntilStarted().localAddress().getPort();
    return SqsClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.of("elasticmq"))
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(each -> each.addExecutionInterceptor(meddling))
        .build();
  }

  @AfterAll
  static void stopServer() {
    client.close();
    // It would wait for polls that nobody needs.
    server.stopAndGetFuture();
  }

  @BeforeEach
  void start() throws Exception {
    engine = new IntakeEngine(dir);
    // What is not deleted comes again soon.
    client.createQueue(
        request ->
            request
                .queueName(queue)
                .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1")));
  }

  @AfterEach
  void stop() {
    if (intake != null) {
      intake.close();
    }
    engine.close();
  }

  private void read(MessageIntake messages, Source.Streams streams) throws Exception {
    Source source =
        Source.named("orders")
            .withPlace("shop", "in/")
            .withRun("orders", "root.partners.orders", Disposal.KEEP)
            .withStreams(streams);
    read(source, messages, new SqsQueues(() -> client, false));
  }

  private void read(Source source, MessageIntake messages, SqsQueues queues) throws Exception {
    Sources sources = new Sources(List.of(source), Set.of());
    intake =
        new SqsIntake(
            queues,
            () -> sources,
            messages,
            engine.objects,
            engine.engine.ledger(),
            Duration.ofMillis(200));
    engine.add(intake);
  }

  private Source.Streams messages() {
    return new Source.Streams(Duration.ofMinutes(1), 1000, Optional.of(queue), Optional.empty());
  }

  private Source.Streams events() {
    return new Source.Streams(Duration.ofMinutes(1), 1000, Optional.empty(), Optional.of(queue));
  }

  private String url(String name) {
    return client.getQueueUrl(request -> request.queueName(name)).queueUrl();
  }

  private void send(String body) {
    client.sendMessage(request -> request.queueUrl(url(queue)).messageBody(body));
  }

  private void awaitEmpty() {
    await().atMost(Duration.ofSeconds(30)).until(() -> left() == 0);
  }

  private int left() {
    return client
        .getQueueAttributes(
            request -> request.queueUrl(url(queue)).attributeNames(QueueAttributeName.ALL))
        .attributes()
        .entrySet()
        .stream()
        .filter(each -> each.getKey().toString().startsWith("ApproximateNumber"))
        .mapToInt(each -> Integer.parseInt(each.getValue()))
        .sum();
  }

  @Test
  void messagesOfTheQueueAreTasksAndAreDeleted() throws Exception {
    client.sendMessage(
        request ->
            request
                .queueUrl(url(queue))
                .messageBody("{\"n\": 1}")
                .messageAttributes(
                    Map.of("colour", text("red"), "CAMELFileName", text("/etc/passwd"))));
    read(engine.messages(), messages());
    await().until(() -> engine.bodies().size() == 1);
    send("second");

    awaitEmpty();

    assertThat(engine.bodies()).containsExactly("{\"n\": 1}", "second");
    assertThat(engine.headers().get(0))
        .containsEntry("colour", "red")
        .doesNotContainKey("CAMELFileName");
    assertThat(engine.jobs()).singleElement().extracting(Job::source).isEqualTo("orders");
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  @Test
  void aCrashBetweenTheCommitAndTheDeletionHasOneEffect() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    MessageIntake dying =
        (source, deliveries) -> {
          var accepted = engine.messages().accept(source, deliveries);
          if (calls.incrementAndGet() <= 2) {
            throw new IllegalStateException("the process has died");
          }
          return accepted;
        };
    send("only once");
    read(dying, messages());

    awaitEmpty();

    assertThat(calls.get()).isGreaterThan(2);
    assertThat(engine.bodies()).containsExactly("only once");
  }

  @Test
  void whatCannotBeStoredNowIsTakenLater() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    MessageIntake away =
        (source, deliveries) -> {
          if (calls.incrementAndGet() == 1) {
            throw new IllegalStateException("the database is away");
          }
          return engine.messages().accept(source, deliveries);
        };
    send("patient");
    read(away, messages());

    awaitEmpty();

    assertThat(engine.bodies()).containsExactly("patient");
  }

  private void put(String key) throws Exception {
    engine.objects.write("shop", key, out -> out.write(key.getBytes(UTF_8)));
  }

  private static String records(String... keys) {
    return "{\"Records\":["
        + String.join(
            ",",
            List.of(keys).stream()
                .map(
                    key ->
                        "{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"shop\"},"
                            + "\"object\":{\"key\":\""
                            + key
                            + "\",\"eTag\":\"e\"}}}")
                .toList())
        + "]}";
  }

  @Test
  void eachObjectThatAnEventSpeaksOfIsOneJobHoweverOftenAndInWhateverFormItComes()
      throws Exception {
    put("in/a b+c.log");
    put("in/two.log");
    put("in/three.log");
    send(records("in/a+b%2Bc.log", "in/two.log"));
    send(records("in/two.log"));
    send(
        "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":"
            + "{\"bucket\":{\"name\":\"shop\"},\"object\":{\"key\":\"in/a b+c.log\"}}}");
    send(
        "{\"Type\":\"Notification\",\"Message\":\""
            + records("in/three.log").replace("\"", "\\\"")
            + "\"}");
    read(engine.messages(), events());

    awaitEmpty();

    assertThat(engine.jobs())
        .extracting(job -> job.input().key())
        .containsExactlyInAnyOrder("in/a b+c.log", "in/two.log", "in/three.log");
  }

  @Test
  void whatLeadsToNoJobIsAcknowledgedToo() throws Exception {
    put("out/x.log");
    put("in/.hidden");
    send("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"shop\"}");
    send(records("in/gone.log"));
    send(records("out/x.log", "in/.hidden"));
    send(records("in/x.log").replace("ObjectCreated:Put", "ObjectRemoved:Delete"));
    read(engine.messages(), events());

    awaitEmpty();

    assertThat(engine.jobs()).isEmpty();
  }

  @Test
  void whatIsNoNotificationIsPutAwayWithTheReason() throws Exception {
    send("hello");
    send("{\"Records\":[{\"eventName\":\"ObjectCreated:Put\"}]}");
    read(engine.messages(), events());

    awaitEmpty();

    List<Message> dead =
        client
            .receiveMessage(
                request ->
                    request
                        .queueUrl(url(queue + "-dead"))
                        .maxNumberOfMessages(10)
                        .messageAttributeNames("All"))
            .messages();
    assertThat(dead).extracting(Message::body).contains("hello").hasSize(2);
    assertThat(dead)
        .allSatisfy(
            each ->
                assertThat(each.messageAttributes().get("MillraceReason").stringValue())
                    .startsWith("source orders: must be a notification of S3"));
  }

  @Test
  void aNewerVersionBehindAnOlderEventIsOneJob() throws Exception {
    put("in/a.log");
    read(engine.messages(), events());
    send(records("in/a.log"));
    awaitEmpty();
    engine.objects.write("shop", "in/a.log", out -> out.write("newer".getBytes(UTF_8)));
    send(records("in/a.log"));
    send(records("in/a.log"));
    awaitEmpty();

    assertThat(engine.jobs()).hasSize(2);
  }

  @Test
  void aMessageThatCannotBeStoredIsPutAwayWithTheReasonAndHoldsUpNoOther() throws Exception {
    send("before");
    client.sendMessage(
        request ->
            request
                .queueUrl(url(queue))
                .messageBody("bad")
                .messageAttributes(Map.of("longest", text("x".repeat(150_000)))));
    send("after");
    read(engine.messages(), messages());

    awaitEmpty();

    assertThat(engine.bodies()).containsExactlyInAnyOrder("before", "after");
    assertThat(reasonsOfDead())
        .singleElement()
        .asString()
        .startsWith("source orders: it cannot be stored: Value too long");
  }

  @Test
  void anEventOfAKeyThatNoObjectCanHaveIsPutAwayAndHoldsUpNoOther() throws Exception {
    put("in/a.log");
    send(records("in/a%00b.log", "in/a.log"));
    read(engine.messages(), events());

    awaitEmpty();

    assertThat(engine.jobs()).extracting(job -> job.input().key()).containsExactly("in/a.log");
    assertThat(reasonsOfDead())
        .singleElement()
        .asString()
        .startsWith("source orders: no job can be of shop/in/a");
  }

  @Test
  void whatCannotBePutAwayKeepsNothingElseFromBeingDone() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    put("in/a.log");
    send("hello");
    send(records("in/a.log"));
    Source source =
        Source.named("orders")
            .withPlace("shop", "in/")
            .withRun("orders", "root.partners.orders", Disposal.KEEP)
            .withStreams(events());
    SqsClient limited =
        client(
            new ExecutionInterceptor() {
              @Override
              public void beforeExecution(
                  Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (context.request() instanceof CreateQueueRequest) {
                  refused.incrementAndGet();
                  throw SqsException.builder().message("access denied").build();
                }
              }
            });
    try (limited) {
      read(source, engine.messages(), new SqsQueues(() -> limited, false));
      await().atMost(Duration.ofSeconds(30)).until(() -> refused.get() >= 2);
      await().atMost(Duration.ofSeconds(30)).until(() -> left() == 1);
      assertThat(engine.jobs()).hasSize(1);
      intake.close();
    }
  }

  @Test
  void aQueueOfItsOwnServerThatVanishesIsMadeAnew() throws Exception {
    Source source =
        Source.named("orders")
            .withRun("orders", "root.partners.orders", Disposal.KEEP)
            .withStreams(messages());
    read(source, engine.messages(), new SqsQueues(() -> client, true));
    send("first");
    await().atMost(Duration.ofSeconds(30)).until(() -> engine.bodies().size() == 1);

    client.deleteQueue(request -> request.queueUrl(url(queue)));
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () -> {
              send("second");
              return true;
            });
    await().atMost(Duration.ofSeconds(30)).until(() -> engine.bodies().size() == 2);
  }

  private List<String> reasonsOfDead() {
    return client
        .receiveMessage(
            request ->
                request
                    .queueUrl(url(queue + "-dead"))
                    .maxNumberOfMessages(10)
                    .messageAttributeNames("All"))
        .messages()
        .stream()
        .map(each -> each.messageAttributes().get("MillraceReason").stringValue())
        .toList();
  }
}
