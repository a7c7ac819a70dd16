package org.millrace.engine.transport.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
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
    byte[] all = Arrays.copyOf(json, json.length + Seal.LENGTH);
    seal.put(Destinations.SETTLED, all, json.length);
    return all;
  }

  /** Null when it was not written by Millrace, or was altered. */
  static Settlement read(byte[] bytes, Seal seal) {
    if (!seal.ends(Destinations.SETTLED, bytes)) {
      return null;
    }
    try {
      return Json.MAPPER.readValue(bytes, 0, bytes.length - Seal.LENGTH, Settlement.class);
    } catch (IOException e) {
      throw new UncheckedIOException("a sealed settlement cannot be read, indicates a bug", e);
    }
  }
}
