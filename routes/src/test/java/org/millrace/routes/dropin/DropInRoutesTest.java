package org.millrace.routes.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.stage.Stages;
import org.millrace.processors.ReadObject;
import org.slf4j.LoggerFactory;

class DropInRoutesTest {
  private static final String MASK =
      """
      - route:
          id: mask-route
          from:
            uri: stage:mask
            parameters:
              batch: 50
            steps:
              - to: stage:store
      - route:
          from:
            uri: stage:store
            steps:
              - to: log:stored?level=OFF
      """;

  @TempDir Path folder;
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Stages stages = new Stages(name -> Map.of(), () -> "table");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private DropInRoutes dropIns;

  @BeforeEach
  void start() {
    camel.getRegistry().bind("stages", stages);
    camel.setSourceLocationEnabled(true);
    camel.start();
    dropIns = new DropInRoutes(camel, stages, folder);
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
    camel.stop();
  }

  @Test
  void aYamlFileBecomesStagesAndGoesWithTheFile() throws Exception {
    write("mask.yaml", MASK);
    dropIns.refresh();
    assertThat(names()).containsExactly("mask", "store");

    Files.delete(folder.resolve("mask.yaml"));
    dropIns.refresh();
    assertThat(names()).isEmpty();
  }

  @Test
  void anXmlFileBecomesAStage() throws Exception {
    write(
        "x.xml",
        """
        <routes xmlns="http://camel.apache.org/schema/spring">
          <route><from uri="stage:from-xml"/><to uri="log:x?level=OFF"/></route>
        </routes>
        """);
    dropIns.refresh();
    assertThat(names()).containsExactly("from-xml");
  }

  @Test
  void aJavaFileBecomesAStage() throws Exception {
    write(
        "Upper.java",
        """
        import org.apache.camel.builder.RouteBuilder;

        public class Upper extends RouteBuilder {
          @Override
          public void configure() {
            from("stage:upper").transform(body().convertToString()).to("log:x?level=OFF");
          }
        }
        """);
    dropIns.refresh();
    assertThat(names()).containsExactly("upper");
  }

  @Test
  void aFileThatDoesNotLoadIsRefusedOnceWithFileLineAndReasonAndDisturbsNoOther() throws Exception {
    write("bad.yaml", MASK.replace("steps:\n        - to: stage:store", "stepz:\n        - to: x"));
    write("good.yaml", MASK.replace("mask", "clean").replace("store", "keep"));
    dropIns.refresh();
    dropIns.refresh();

    assertThat(names()).containsExactly("clean", "keep");
    assertThat(messages()).filteredOn(each -> each.startsWith("Refused")).hasSize(1);
    assertThat(messages()).anyMatch(each -> each.contains("bad.yaml:8: Unsupported field: stepz"));
  }

  @Test
  void aChangedFileReplacesItsRoutes() throws Exception {
    write("mask.yaml", MASK);
    dropIns.refresh();
    write("mask.yaml", MASK.replace("stage:store", "stage:keep"));
    dropIns.refresh();
    assertThat(names()).containsExactly("keep", "mask");
  }

  @Test
  void aChangeThatDoesNotLoadLeavesTheRoutesAsTheyWere() throws Exception {
    write("mask.yaml", MASK);
    dropIns.refresh();
    write("mask.yaml", MASK.replace("batch: 50", "batch: many"));
    dropIns.refresh();

    assertThat(names()).containsExactly("mask", "store");
    assertThat(messages())
        .anyMatch(each -> each.contains("batch") && each.contains("stays in force"));
  }

  @Test
  void aWrongOptionIsNamedWithRuleAndValue() throws Exception {
    write("mask.yaml", MASK.replace("batch: 50", "memory: \"-1\""));
    dropIns.refresh();
    assertThat(messages())
        .anyMatch(
            each ->
                each.contains(
                    "stage:mask: option memory must be a positive size, was \"-1\""
                        + " (for example 256Mi)"));
    assertThat(names()).doesNotContain("mask");
  }

  @Test
  void aSecondRouteForAStageIsRefused() throws Exception {
    write("a.yaml", MASK);
    write("b.yaml", MASK.replace("mask-route", "other").replace("store", "other-store"));
    dropIns.refresh();
    assertThat(names()).containsExactly("mask", "store");
    assertThat(messages())
        .anyMatch(each -> each.contains("b.yaml:4: ") && each.contains("mask-route does already"));
  }

  @Test
  void aFileThatIsReadAgainIsNeverSeenHalf() throws Exception {
    write("mask.yaml", MASK);
    dropIns.refresh();
    AtomicLong seen = new AtomicLong(stages.version());
    long before = seen.get();
    camel.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onRoutesAdd(Collection<Route> routes) {
            seen.set(stages.version());
          }
        });

    write("mask.yaml", MASK.replace("batch: 50", "batch: 51"));
    dropIns.refresh();

    assertThat(seen).hasValue(before);
    assertThat(stages.version()).isNotEqualTo(before);
  }

  @Test
  void everyExampleOfTheDocumentationLoads() throws Exception {
    camel.getRegistry().bind("readObject", new ReadObject(new FolderObjectStore(folder)));
    Path examples = Path.of("../docs/examples");
    new DropInRoutes(camel, stages, examples).refresh();

    assertThat(messages()).noneMatch(each -> each.startsWith("Refused"));
    assertThat(names()).contains("pick", "collect");
  }

  @Test
  void aLinkedFolderIsReadToo(@TempDir Path elsewhere) throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), folder);
    write("mask.yaml", MASK);
    new DropInRoutes(camel, stages, link).refresh();
    assertThat(names()).contains("mask");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private List<String> names() {
    return stages.all().stream().map(stage -> stage.name()).toList();
  }

  private List<String> messages() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(DropInRoutes.class);
  }
}
