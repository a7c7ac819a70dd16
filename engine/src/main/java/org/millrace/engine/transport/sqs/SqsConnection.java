package org.millrace.engine.transport.sqs;

import java.util.function.Supplier;
import org.millrace.engine.transport.StoreLostException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * One client, made when it is first wanted (that takes a while, and many systems never want it),
 * and anew when the server is found elsewhere. Thread-safe.
 */
public final class SqsConnection implements Supplier<SqsClient>, AutoCloseable {
  private final Supplier<SqsAccess> access;
  private SqsAccess current;
  private SqsClient client;

  public SqsConnection(SqsAccess access) {
    this(() -> access);
  }

  /**
   * @param access asked at every use
   */
  public SqsConnection(Supplier<SqsAccess> access) {
    this.access = access;
  }

  /**
   * @throws StoreLostException nobody says where it is
   */
  @Override
  public synchronized SqsClient get() {
    SqsAccess now = where();
    if (!now.equals(current)) {
      close();
      client = now.connect();
      current = now;
    }
    return client;
  }

  private SqsAccess where() {
    try {
      return access.get();
    } catch (RuntimeException nobodySays) {
      throw new StoreLostException(nobodySays);
    }
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
      client = null;
      current = null;
    }
  }
}
