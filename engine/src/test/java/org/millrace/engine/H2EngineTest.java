package org.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.JobState;
import org.slf4j.LoggerFactory;

class H2EngineTest extends EngineContract {
  @Override
  Database database() {
    return Databases.h2();
  }

  @Test
  void whatIsLoggedOfATaskNamesItsJobTaskStageAndQueue() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("org.millrace.engine.node.TaskRunner");
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    logger.addAppender(seen);
    try (EngineHarness harness =
        engine(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:doomed?maxAttempts=1")
                    .throwException(new IllegalStateException("on purpose"));
              }
            })) {
      long id = harness.open("doomed", "k", "");
      harness.runUntil(id, JobState.FAILED);

      Map<String, String> fields =
          seen.list.stream()
              .filter(each -> each.getMessage().contains("the task is dead"))
              .map(ILoggingEvent::getMDCPropertyMap)
              .filter(each -> Long.toString(id).equals(each.get("job")))
              .findFirst()
              .orElseThrow();
      assertThat(fields)
          .containsEntry("stage", "doomed")
          .containsEntry("queue", "root.partners.acme");
      assertThat(fields.get("task")).matches("[0-9a-f-]{36}");
    } finally {
      logger.detachAppender(seen);
    }
  }
}
