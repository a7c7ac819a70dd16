package org.millrace.processors.logs.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Streams over a line's top level and remembers the best-ranked time, outcome and bytes. */
final class JsonLineParser implements RecordParser {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100)
                  .maxNumberLength(1000)
                  .maxNameLength(10_000)
                  .maxStringLength(16 << 20)
                  .build())
          .build();

  private final IsoTime times;
  private final Field time = new Field();
  private final Field outcome = new Field();
  private final Field bytes = new Field();

  JsonLineParser(FormatSettings settings) {
    times = new IsoTime(settings.zone());
  }

  @Override
  public String parse(byte[] line, int from, int to, LogRecord record) {
    time.clear();
    outcome.clear();
    bytes.clear();
    try (JsonParser parser = JSON.createParser(line, from, to - from)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return "not a JSON object";
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        read(parser, name);
      }
      if (parser.nextToken() != null) {
        return "text after the JSON object";
      }
    } catch (StreamConstraintsException e) {
      return "JSON beyond the limits";
    } catch (IOException e) {
      return "bad JSON";
    }
    return fill(record);
  }

  private void read(JsonParser parser, String name) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      parser.skipChildren();
    } else if (token != JsonToken.VALUE_NULL) {
      FieldNames.Place place = FieldNames.place(name);
      if (place != null) {
        Field field =
            switch (place.use()) {
              case TIME -> time;
              case OUTCOME -> outcome;
              case BYTES -> bytes;
            };
        field.offer(place.rank(), parser.getText());
      }
    }
  }

  private String fill(LogRecord record) {
    if (time.value == null) {
      return "no time";
    }
    byte[] at = time.utf8();
    if (!times.read(at, 0, at.length, record)) {
      return "bad time";
    }
    if (outcome.value == null) {
      record.noOutcome();
    } else {
      byte[] utf8 = outcome.utf8();
      if (utf8.length > FieldNames.MAX_OUTCOME) {
        return "outcome too long";
      }
      if (!new String(utf8, StandardCharsets.UTF_8).equals(outcome.value)) {
        return "bad JSON"; // half a surrogate pair, which UTF-8 cannot say
      }
      record.outcome(utf8, 0, utf8.length);
    }
    if (bytes.value == null) {
      record.bytes(record.lineLength());
      return null;
    }
    byte[] count = bytes.utf8();
    long value = bytes.value.equals("-") ? 0 : ByteScan.number(count, 0, count.length);
    record.bytes(value);
    return value < 0 ? "bad bytes" : null;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Map<String, Object> fields(byte[] line, int from, int to) {
    try {
      return Mapper.JSON_OBJECTS.readValue(line, from, to - from, LinkedHashMap.class);
    } catch (IOException e) {
      throw new UncheckedIOException("a line that parsed cannot be read: indicates a bug", e);
    }
  }

  /** Made only where fields are asked for: it takes long to load. */
  private static final class Mapper {
    private static final ObjectMapper JSON_OBJECTS = new ObjectMapper(JSON);
  }

  /** The best-ranked of a list of names; of equal names the last, as JSON readers do. */
  private static final class Field {
    private int rank;
    private String value;

    void clear() {
      value = null;
      rank = Integer.MAX_VALUE;
    }

    void offer(int found, String text) {
      if (found <= rank) {
        rank = found;
        value = text;
      }
    }

    byte[] utf8() {
      return value.getBytes(StandardCharsets.UTF_8);
    }
  }
}
