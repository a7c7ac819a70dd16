package org.millrace.manager.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.engine.ledger.JobResult;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.manager.api.Progress;
import org.millrace.manager.home.Home;
import org.millrace.manager.support.BundledCatalog;
import org.millrace.manager.support.InMemoryLedger;
import org.millrace.manager.support.InMemoryObjects;
import org.millrace.processors.logs.SampleLogs.Style;

class DemoTest {
  private static final List<Partner> PARTNERS =
      List.of(
          new Partner("acme", Style.COMBINED, 2_000, 1),
          new Partner("globex", Style.JSON, 1_000, 2));

  @TempDir Path dir;

  private final Clock clock = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final InMemoryObjects objects = new InMemoryObjects();
  private final StringWriter out = new StringWriter();

  @Test
  void printsWhatEveryPartnersJobFound() throws Exception {
    CompletableFuture<Boolean> demo = start();
    List<ObjectRef> dropped = dropped();

    long acme = open(dropped.get(0), "acme");
    long globex = open(dropped.get(1), "globex");
    publish(acme);
    ledger.complete(acme, new JobResult("summary.csv", 1), new JobResult("rejects.csv", 1));
    ledger.fail(globex, "the input is cut off");

    assertThat(demo.join()).isFalse();
    assertThat(out.toString())
        .contains("Dropped inbox/acme/demo-20261121-120000.log: 2,000 lines")
        .contains("acme     COMPLETED 100 %")
        .containsPattern("2026-11-21T13:00:00Z +200 +1,990 +5,000,000")
        .containsPattern("total +1,998 +5,000,400")
        .contains("3 lines rejected")
        .contains("line 7: no time: two\u00b7lines")
        .contains("line 8: no request: ")
        .doesNotContain("line 9")
        .doesNotContain("\u001b")
        .contains("Job " + globex + " from globex: FAILED: the input is cut off")
        .contains(dir.resolve("buckets").resolve("results").toString());
  }

  @Test
  void sampleLogsAreOverAMillionLinesOfThreePartners() {
    assertThat(Partner.ALL).hasSize(3);
    assertThat(Partner.ALL.stream().mapToLong(Partner::lines).sum())
        .isGreaterThanOrEqualTo(1_000_000);
  }

  private CompletableFuture<Boolean> start() {
    Demo demo =
        new Demo(
            PARTNERS,
            ledger,
            objects,
            new Progress(new BundledCatalog(), clock),
            clock,
            new PrintWriter(out),
            false);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return demo.run(new Home(dir));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private List<ObjectRef> dropped() {
    return Awaitility.await()
        .until(
            () -> {
              List<ObjectRef> found = new ArrayList<>();
              objects.list("inbox", "", found::add);
              return found;
            },
            found -> found.size() == PARTNERS.size());
  }

  private long open(ObjectRef input, String source) {
    return ledger
        .open(
            new JobRequest(
                "b2b-logs",
                "root.partners." + source,
                source,
                source,
                input,
                Disposal.KEEP,
                Map.of()))
        .jobId();
  }

  private void publish(long job) throws IOException {
    write(
        job + "/summary.csv",
        """
        source,hour,outcome,records,bytes
        acme,2026-11-21T13:00:00Z,200,1990,5000000
        acme,2026-11-21T13:00:00Z,404,8,400
        """);
    write(
        job + "/rejects.csv",
        """
        line,reason,text
        7,no time,"two
        lines"
        8,no request,\u001b[2J
        9,no request,x
        """);
  }

  private void write(String key, String text) throws IOException {
    objects.write("results", key, bytes -> bytes.write(text.getBytes(UTF_8)));
  }
}
