package org.millrace.processors;

import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;

/**
 * Opens the object that the body names (an {@link ObjectRef}, as the first stage of a pipeline gets
 * it) as a stream, which is closed when the task ends; a message, which is text or bytes itself, is
 * a stream of that. Thread-safe.
 */
public final class ReadObject implements Processor {
  private final ObjectStore objects;

  public ReadObject(ObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Object body = exchange.getMessage().getBody();
    if (body instanceof String || body instanceof byte[]) {
      exchange.getMessage().setBody(exchange.getMessage().getMandatoryBody(InputStream.class));
      return;
    }
    ObjectRef object = exchange.getMessage().getMandatoryBody(ObjectRef.class);
    InputStream stream = objects.read(object, 0, object.size());
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                close(stream);
              }
            });
    exchange.getMessage().setBody(stream);
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // Everything was read that was wanted; there is nothing left to save.
      return;
    }
  }
}
