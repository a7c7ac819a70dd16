package org.millrace.engine.task;

import java.util.Map;
import java.util.UUID;

/**
 * A message on its way to a stage. Part of its sender's settlement: it exists when that has been
 * committed, or never.
 *
 * @param headers JSON object, or null
 */
public record Emission(UUID uid, String stage, String headers, Body body) {

  /** A message whose body is encoded as every stage body is. */
  public static Emission of(UUID uid, String stage, Object body) {
    return new Emission(uid, stage, null, BodyCodec.encode(body));
  }

  /** A message with headers, of which those are left out that do not travel. */
  public static Emission of(UUID uid, String stage, Map<String, Object> headers, Body body) {
    return new Emission(uid, stage, Headers.write(headers), body);
  }
}
