package org.millrace.engine;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.millrace.engine.transport.TransportFactory;
import org.millrace.engine.transport.sqs.SqsAccess;
import org.millrace.engine.transport.sqs.SqsConnection;
import org.millrace.engine.transport.sqs.SqsSettings;
import org.millrace.engine.transport.sqs.SqsTransport;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** One SQS server for the whole run, in memory; tests have prefixes of their own. */
public final class LocalSqs {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static URI endpoint;

  private LocalSqs() {}

  public static synchronized URI endpoint() {
    if (endpoint == null) {
      int port =
          SQSRestServerBuilder.withInterface("127.0.0.1")
              .withDynamicPort()
              .start()
              .waitUntilStarted()
              .localAddress()
              .getPort();
      endpoint = URI.create("http://127.0.0.1:" + port);
    }
    return endpoint;
  }

  public static SqsAccess access() {
    return SqsAccess.local(endpoint());
  }

  /** A client whose calls a test meddles with. */
  public static SqsClient client(ExecutionInterceptor meddling) {
    return SqsClient.builder()
        .endpointOverride(endpoint())
        .region(Region.of("elasticmq"))
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(each -> each.addExecutionInterceptor(meddling))
        .build();
  }

  /** With queues that no other test has. */
  public static SqsSettings settings() {
    return SqsSettings.DEFAULT.withPrefix("t" + COUNT.incrementAndGet());
  }

  /** By SQS, or by the queue table for stages that say so. */
  public static final class Way implements AutoCloseable {
    private final SqsConnection client = new SqsConnection(access());
    private SqsTransport transport;

    public EngineHarness.Ways ways(SqsSettings settings) {
      return new EngineHarness.Ways(
          () -> SqsTransport.NAME, List.of(parts -> make(parts, settings)));
    }

    private SqsTransport make(TransportFactory.Parts parts, SqsSettings settings) {
      transport = new SqsTransport(parts, client, settings, Clock.systemUTC());
      return transport;
    }

    @Override
    public void close() {
      if (transport != null) {
        transport.close();
      }
      client.close();
    }
  }
}
