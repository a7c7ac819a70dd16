package org.millrace.engine.transport.sqs;

import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * One client, made when it is first wanted: that takes a while, and many systems never want it.
 * Thread-safe.
 */
public final class SqsConnection implements Supplier<SqsClient>, AutoCloseable {
  private final SqsAccess access;
  private SqsClient client;

  public SqsConnection(SqsAccess access) {
    this.access = access;
  }

  @Override
  public synchronized SqsClient get() {
    if (client == null) {
      client = access.connect();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
