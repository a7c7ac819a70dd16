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
import java.util.List;
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
  private static final ObjectMapper MAPPER = new ObjectMapper(JSON);

  private final IsoTime times;
  private final Field time = new Field(FieldNames.TIME);
  private final Field outcome = new Field(FieldNames.OUTCOME);
  private final Field bytes = new Field(FieldNames.BYTES);

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
      Field field = field(name);
      if (field != null) {
        field.offer(name, parser.getText());
      }
    }
  }

  private Field field(String name) {
    if (name.length() > 15) {
      return null;
    }
    for (Field field : List.of(time, outcome, bytes)) {
      if (FieldNames.rank(field.names, name) >= 0) {
        return field;
      }
    }
    return null;
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
      return MAPPER.readValue(line, from, to - from, LinkedHashMap.class);
    } catch (IOException e) {
      throw new UncheckedIOException("a line that parsed cannot be read: indicates a bug", e);
    }
  }

  /** The best-ranked of a list of names; of equal names the last, as JSON readers do. */
  private static final class Field {
    private final List<String> names;
    private int rank;
    private String value;

    Field(List<String> names) {
      this.names = names;
    }

    void clear() {
      value = null;
      rank = Integer.MAX_VALUE;
    }

    void offer(String name, String text) {
      int found = FieldNames.rank(names, name);
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
