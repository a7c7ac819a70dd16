package org.millrace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.home.Home;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

class LogPropertiesTest {
  @TempDir Path dir;

  @Test
  void aJsonLineHasWhatIsKnownOfTheTaskAsFields() throws Exception {
    Map<String, Object> properties = LogProperties.of(new Home(dir), "millrace", true);
    for (String to : new String[] {"console", "file"}) {
      LoggerContext context = new LoggerContext();
      context.putObject(Environment.class.getName(), new MockEnvironment());
      StructuredLogEncoder encoder = new StructuredLogEncoder();
      encoder.setContext(context);
      encoder.setFormat(properties.get("logging.structured.format." + to).toString());
      encoder.start();
      LoggingEvent event = new LoggingEvent();
      event.setLoggerContext(context);
      event.setLoggerName("a");
      event.setLevel(ch.qos.logback.classic.Level.WARN);
      event.setMessage("the task is dead");
      event.setTimeStamp(0);
      event.setMDCPropertyMap(Map.of("job", "17", "stage", "parse"));

      JsonNode line = new ObjectMapper().readTree(encoder.encode(event));
      assertThat(line.path("message").asText()).isEqualTo("the task is dead");
      assertThat(line.path("level").asText()).isEqualTo("WARN");
      assertThat(line.path("job").asText()).isEqualTo("17");
      assertThat(line.path("stage").asText()).isEqualTo("parse");
    }
  }

  @Test
  void otherwiseLinesAreText() {
    assertThat(LogProperties.of(new Home(dir), "millrace", false))
        .containsKey("logging.file.name")
        .doesNotContainKey("logging.structured.format.file");
  }
}
