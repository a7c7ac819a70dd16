package org.millrace.engine.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.millrace.engine.Json;
import org.millrace.engine.task.TaskContext;

/**
 * Writes bytes and text as they are; of anything that can be walked through, such as a barrier's
 * body, each element as a line; everything else as JSON.
 */
class ResultProducer extends DefaultProducer {
  private final ResultEndpoint endpoint;

  ResultProducer(ResultEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  public void process(Exchange exchange) throws IOException {
    Object body = exchange.getMessage().getBody();
    TaskContext.of(exchange).result(endpoint.getName(), out -> write(body, out));
  }

  private static void write(Object body, OutputStream out) throws IOException {
    if (body instanceof Iterable<?> lines) {
      for (Object line : lines) {
        writeOne(line, out);
        out.write('\n');
      }
    } else {
      writeOne(body, out);
    }
  }

  private static void writeOne(Object value, OutputStream out) throws IOException {
    if (value instanceof InputStream stream) {
      stream.transferTo(out);
    } else if (value instanceof byte[] bytes) {
      out.write(bytes);
    } else if (value instanceof CharSequence text) {
      out.write(text.toString().getBytes(UTF_8));
    } else if (value != null) {
      out.write(Json.bytes(value));
    }
  }
}
