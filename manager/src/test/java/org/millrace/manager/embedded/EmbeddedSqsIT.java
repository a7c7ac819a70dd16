package org.millrace.manager.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.engine.transport.sqs.SqsAccess;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class EmbeddedSqsIT {
  @TempDir private Path db;

  @Test
  void queuesAndMessagesOutliveTheServer() throws Exception {
    try (EmbeddedSqs server = EmbeddedSqs.open(db, 0);
        SqsClient sqs = SqsAccess.local(server.endpoint()).connect()) {
      assertThat(server.running()).as("before anybody connects").isFalse();
      String plain = sqs.createQueue(q -> q.queueName("plain").tags(Map.of("a", "b"))).queueUrl();
      String fifo =
          sqs.createQueue(
                  q ->
                      q.queueName("ordered.fifo")
                          .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
              .queueUrl();
      assertThat(server.running()).isTrue();
      assertThat(plain).startsWith(server.endpoint().toString());
      sqs.sendMessage(q -> q.queueUrl(plain).messageBody("kept"));
      sqs.receiveMessage(q -> q.queueUrl(plain).visibilityTimeout(0));
      for (String body : List.of("1", "2", "3")) {
        sqs.sendMessage(
            q ->
                q.queueUrl(fifo)
                    .messageBody(body)
                    .messageGroupId("g")
                    .messageDeduplicationId(body));
      }
    }
    try (EmbeddedSqs server = EmbeddedSqs.open(db, 0);
        SqsClient sqs = SqsAccess.local(server.endpoint()).connect()) {
      String plain = sqs.getQueueUrl(q -> q.queueName("plain")).queueUrl();
      Message message =
          sqs.receiveMessage(
                  q ->
                      q.queueUrl(plain)
                          .messageSystemAttributeNames(
                              MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
              .messages()
              .get(0);
      assertThat(message.body()).isEqualTo("kept");
      assertThat(message.attributes())
          .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
      assertThat(sqs.listQueueTags(q -> q.queueUrl(plain)).tags()).isEqualTo(Map.of("a", "b"));
      String fifo = sqs.getQueueUrl(q -> q.queueName("ordered.fifo")).queueUrl();
      assertThat(sqs.receiveMessage(q -> q.queueUrl(fifo).maxNumberOfMessages(10)).messages())
          .extracting(Message::body)
          .containsExactly("1", "2", "3");
    }
  }

  @Test
  void aRequestThatNobodySignedStartsNothing() throws Exception {
    try (EmbeddedSqs server = EmbeddedSqs.open(db, 0)) {
      HttpRequest asAWebPageSendsIt =
          HttpRequest.newBuilder(URI.create(server.endpoint() + "/?Action=ListQueues"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString("Action=ListQueues"))
              .build();
      assertThatThrownBy(
              () ->
                  HttpClient.newHttpClient()
                      .send(asAWebPageSendsIt, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
      assertThat(server.running()).isFalse();
    }
  }

  /**
   * @param writes that fail
   */
  @ParameterizedTest
  @ValueSource(ints = {1, Integer.MAX_VALUE})
  void whatWasAcknowledgedIsThereAfterAFullDiskAndARestart(int writes) throws Exception {
    FullDisk.register();
    String files = FullDisk.SCHEME + ":";
    List<String> acknowledged = new ArrayList<>();
    try (EmbeddedSqs server = EmbeddedSqs.open(db, files, 0);
        SqsClient sqs = SqsAccess.local(server.endpoint()).connect()) {
      String url = sqs.createQueue(q -> q.queueName("kept")).queueUrl();
      send(sqs, url, "before", acknowledged);
      FullDisk.refuse(writes);
      try {
        send(sqs, url, "while it is full", acknowledged);
      } finally {
        FullDisk.refuse(0);
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> send(sqs, url, "after " + acknowledged.size(), acknowledged));
    }
    assertThat(acknowledged).contains("before").hasSizeGreaterThan(1);
    try (EmbeddedSqs server = EmbeddedSqs.open(db, files, 0);
        SqsClient sqs = SqsAccess.local(server.endpoint()).connect()) {
      String url = sqs.getQueueUrl(q -> q.queueName("kept")).queueUrl();
      assertThat(sqs.receiveMessage(q -> q.queueUrl(url).maxNumberOfMessages(10)).messages())
          .extracting(Message::body)
          .containsAll(acknowledged);
    }
  }

  private static boolean send(SqsClient sqs, String url, String body, List<String> acknowledged) {
    try {
      sqs.sendMessage(q -> q.queueUrl(url).messageBody(body));
      acknowledged.add(body);
      return true;
    } catch (SdkException refused) {
      return false;
    }
  }
}
