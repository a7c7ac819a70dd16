package org.millrace.engine.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.millrace.engine.Json;

/**
 * Turns a message body into bytes and back. Text stays text, bytes stay bytes; maps, collections,
 * numbers and records travel as JSON and arrive as maps and lists, which Camel's type conversion
 * turns into a record when asked ({@code getBody(MyRecord.class)}). Java serialisation is refused.
 */
final class BodyCodec {
  private static final String NONE = "none";
  private static final String TEXT = "text/plain;charset=utf-8";
  private static final String BINARY = "application/octet-stream";
  private static final String JSON = "application/json";

  private BodyCodec() {}

  static Body encode(Object body) {
    if (body == null) {
      return new Body(NONE, new byte[0]);
    } else if (body instanceof CharSequence text) {
      return new Body(TEXT, text.toString().getBytes(UTF_8));
    } else if (body instanceof byte[] bytes) {
      return new Body(BINARY, bytes);
    } else if (body instanceof InputStream stream) {
      return new Body(BINARY, readAll(stream));
    } else if (travelsAsJson(body)) {
      return new Body(JSON, Json.bytes(body));
    }
    throw new IllegalArgumentException(
        "body: must be text, bytes, a stream, a map, a collection, a number or a record, was "
            + body.getClass().getName()
            + " (marshal it, for example to JSON, before sending it to a stage)");
  }

  static Object decode(Body body) {
    return switch (body.contentType()) {
      case NONE -> null;
      case TEXT -> new String(body.bytes(), UTF_8);
      case BINARY -> body.bytes();
      case JSON -> Json.read(body.bytes());
      default ->
          throw new IllegalStateException(
              "body: unknown content type " + body.contentType() + ", indicates a bug");
    };
  }

  private static boolean travelsAsJson(Object body) {
    return body instanceof Record
        || body instanceof Map
        || body instanceof Collection
        || body instanceof Number
        || body instanceof Boolean
        || body instanceof JsonNode;
  }

  private static byte[] readAll(InputStream stream) {
    try (stream) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
