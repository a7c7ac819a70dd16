package org.millrace.routes.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.millrace.engine.Json;
import org.millrace.engine.intake.Message;

/**
 * Messages one JSON value a line. A value that is a string is that text, so that lines of a log can
 * be sent; any other is the line as it stands. Lines of blanks do not count.
 */
public record Ndjson(List<Message> messages, List<Refused> refused) {
  private static final int MOST_REFUSED = 100;
  private static final ObjectReader VALUE =
      Json.MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * @param line from 1
   */
  public record Refused(int line, String reason) {}

  /**
   * Reads all lines; names the first {@value #MOST_REFUSED} that are wrong.
   *
   * @param most bytes that one line may have
   */
  public static Ndjson read(String text, int most) {
    List<Message> messages = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      if (line.length() > most) {
        refused.add(new Refused(number, "longer than " + most + " characters"));
      } else {
        try {
          JsonNode value = VALUE.readValue(line);
          messages.add(
              value.isTextual()
                  ? new Message(Map.of(), value.textValue())
                  : new Message(Map.of("Content-Type", "application/json"), line));
        } catch (JsonProcessingException e) {
          refused.add(new Refused(number, e.getOriginalMessage()));
        }
      }
      if (refused.size() == MOST_REFUSED) {
        break;
      }
    }
    return new Ndjson(messages, refused);
  }
}
