package org.millrace.engine.transport.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.millrace.engine.Json;
import org.millrace.engine.ledger.Effects;
import org.millrace.engine.transport.Seal;

/**
 * What a settlement did to the ledger, as a message of the broker's transaction that did it.
 *
 * @param id its own, at random: a message delivered again is known by it
 */
record Settlement(UUID id, Effects effects) {
  static Settlement of(Effects effects) {
    return new Settlement(UUID.randomUUID(), effects);
  }

  byte[] write(Seal seal) {
    byte[] json = Json.bytes(this);
    byte[] mark = seal.of(Destinations.SETTLED, json, json.length);
    byte[] all = new byte[json.length + mark.length];
    System.arraycopy(json, 0, all, 0, json.length);
    System.arraycopy(mark, 0, all, json.length, mark.length);
    return all;
  }

  /** Null when it was not written by Millrace, or was altered. */
  static Settlement read(byte[] bytes, Seal seal) {
    int length = bytes.length - Seal.LENGTH;
    if (length <= 0) {
      return null;
    }
    byte[] mark = new byte[Seal.LENGTH];
    System.arraycopy(bytes, length, mark, 0, mark.length);
    if (!seal.holds(mark, Destinations.SETTLED, bytes, length)) {
      return null;
    }
    try {
      return Json.MAPPER.readValue(bytes, 0, length, Settlement.class);
    } catch (IOException e) {
      throw new UncheckedIOException("a sealed settlement cannot be read, indicates a bug", e);
    }
  }
}
