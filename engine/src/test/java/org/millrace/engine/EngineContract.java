package org.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobReplays;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.ledger.StageProgress;
import org.millrace.engine.node.EngineSettings;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.task.BadInputException;
import org.millrace.engine.task.TaskContext;
import org.millrace.engine.task.TaskTracer;

/** What an engine promises about a job, on every database. */
abstract class EngineContract {
  private EngineHarness harness;

  abstract Database database();

  /** How tasks travel. */
  EngineHarness.Ways ways() {
    return EngineHarness.Ways.TABLE;
  }

  EngineHarness engine(RouteBuilder... routes) throws Exception {
    return engine(EngineHarness.settings(2), routes);
  }

  EngineHarness engine(EngineSettings settings, RouteBuilder... routes) throws Exception {
    return new EngineHarness(database(), settings, EngineHarness.FAIR, ways(), routes);
  }

  @AfterEach
  void close() throws Exception {
    if (harness != null) {
      harness.close();
    }
  }

  /** words → (one task a word) count → report after count. */
  private static RouteBuilder words(ConcurrentLinkedQueue<String> seen) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("stage:words")
            .routeGroup("word-count")
            .process(
                exchange -> {
                  ObjectRef input = exchange.getMessage().getBody(ObjectRef.class);
                  exchange.getMessage().setBody(List.of(input.key().split("-")));
                })
            .split(body())
            .to("stage:count");
        from("stage:count?batch=3&backoff=10ms&keepInputs=true")
            .process(exchange -> seen.add(exchange.getMessage().getBody(String.class)))
            .to("stage:report");
        from("stage:report?after=count")
            .process(
                exchange -> {
                  List<String> parts = new ArrayList<>();
                  exchange
                      .getMessage()
                      .getBody(Iterable.class)
                      .forEach(each -> parts.add("" + each));
                  String text = parts.stream().sorted().collect(Collectors.joining(","));
                  TaskContext.of(exchange).result("report.txt", out -> out.write(text.getBytes()));
                });
      }
    };
  }

  @Test
  void jobRunsThroughItsStagesAndTheBarrierAndPublishesItsResult() throws Exception {
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    harness = engine(words(seen));

    long id = harness.open("word-count", "d-a-c-b-e", "");
    Job job = harness.runUntil(id, JobState.COMPLETED);

    assertThat(seen).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    assertThat(job.stages())
        .extracting(StageProgress::name, StageProgress::created, StageProgress::done)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("words", 1L, 1L),
            org.assertj.core.groups.Tuple.tuple("count", 5L, 5L),
            org.assertj.core.groups.Tuple.tuple("report", 1L, 1L));
    ObjectRef report = harness.objects.find("results", id + "/report.txt").orElseThrow();
    assertThat(harness.objects.read(report, 0, report.size())).hasContent("a,b,c,d,e");
    assertThat(job.results()).extracting("name").containsExactly("report.txt");
    List<ObjectRef> left = new ArrayList<>();
    harness.objects.list("work", "", left::add);
    assertThat(left).as("intermediate objects").isEmpty();
  }

  @Test
  void aJobBeginsAtAStageWithWhatAnotherHadReceivedThere() throws Exception {
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    harness = engine(words(seen));
    long id = harness.open("word-count", "d-a-c-b-e", "");
    harness.runUntil(id, JobState.COMPLETED);
    harness.cycle();

    for (String stage : List.of("count", "report")) {
      JobReplays.Terms terms =
          new JobReplays.Terms(harness.job(id).input(), JobRequest.Disposal.KEEP, "ann");
      long again = harness.engine.replays().from(harness.job(id), stage, terms).job().orElseThrow();
      harness.runUntil(again, JobState.COMPLETED);

      ObjectRef report = harness.objects.find("results", again + "/report.txt").orElseThrow();
      assertThat(harness.objects.read(report, 0, report.size())).hasContent("a,b,c,d,e");
    }
    assertThat(seen.stream().sorted().collect(Collectors.joining())).isEqualTo("aabbccddee");
  }

  @Test
  void aStageWithoutTasksStillOpensTheBarrier() throws Exception {
    harness =
        engine(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:a").filter(constant(false)).to("stage:b");
                from("stage:b").to("stage:c");
                from("stage:c?after=b").to("log:c?level=OFF");
              }
            });
    long id = harness.open("a", "k", "");
    Job job = harness.runUntil(id, JobState.COMPLETED);
    assertThat(job.stages()).extracting(StageProgress::name).contains("a", "c").doesNotContain("b");
  }

  @Test
  void aPoisonTaskIsDeadAfterItsAttemptsAndItsNeighboursAreDone() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    harness =
        engine(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:start")
                    .setBody(constant(List.of("x", "bad", "y")))
                    .split(body())
                    .to("stage:work");
                from("stage:work?maxAttempts=3&backoff=10ms")
                    .process(
                        exchange -> {
                          if ("bad".equals(exchange.getMessage().getBody(String.class))) {
                            attempts.incrementAndGet();
                            throw new IllegalStateException("cannot read bad");
                          }
                        });
              }
            });
    long id = harness.open("start", "k", "");
    Job job = harness.runUntil(id, JobState.FAILED);

    assertThat(attempts).hasValue(3);
    assertThat(job.error().orElseThrow()).contains("1 task is dead").contains("cannot read bad");
    StageProgress work = stage(job, "work");
    assertThat(work.done()).isEqualTo(2);
    assertThat(work.dead()).isEqualTo(1);
    assertThat(work.failed()).isEqualTo(3);
    Map<String, Object> letter =
        harness.db.jdbc().sql("select attempt, errors from dead_letter").query().singleRow();
    assertThat(letter.get("attempt")).isEqualTo(3);
    assertThat(letter.get("errors").toString()).contains("\"attempt\":1").contains("\"attempt\":3");
  }

  @Test
  void whatAFailedAttemptSentIsNotDelivered() throws Exception {
    AtomicInteger delivered = new AtomicInteger();
    AtomicInteger tries = new AtomicInteger();
    harness =
        engine(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:flaky?backoff=10ms")
                    .to("stage:next")
                    .process(
                        exchange -> {
                          if (tries.incrementAndGet() == 1) {
                            throw new IllegalStateException("first time");
                          }
                        });
                from("stage:next").process(exchange -> delivered.incrementAndGet());
              }
            });
    long id = harness.open("flaky", "k", "");
    harness.runUntil(id, JobState.COMPLETED);
    assertThat(tries).hasValue(2);
    assertThat(delivered).hasValue(1);
  }

  @Test
  void aRouteWritesResultsOfWhateverItHas() throws Exception {
    harness =
        engine(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:write")
                    .setBody(constant(List.of("one", "two")))
                    .to("result:lines.txt")
                    .setBody(constant(Map.of("a", 1)))
                    .to("result:value.json");
              }
            });
    long id = harness.open("write", "k", "");
    harness.runUntil(id, JobState.COMPLETED);
    assertThat(result(id, "lines.txt")).isEqualTo("one\ntwo\n");
    assertThat(result(id, "value.json")).isEqualTo("{\"a\":1}");
  }

  private String result(long id, String name) throws Exception {
    ObjectRef object = harness.objects.find("results", id + "/" + name).orElseThrow();
    return new String(harness.objects.read(object, 0, object.size()).readAllBytes());
  }

  @Test
  void badInputFailsTheJobAtOnceWithItsReason() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    harness =
        engine(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:strict")
                    .process(
                        exchange -> {
                          tries.incrementAndGet();
                          throw new BadInputException(
                              "k: must be gzip, was text (check the source)");
                        });
              }
            });
    Job job = harness.runUntil(harness.open("strict", "k", ""), JobState.FAILED);
    assertThat(tries).hasValue(1);
    assertThat(job.error()).contains("k: must be gzip, was text (check the source)");
  }

  @Test
  void anObjectThatIsGoneFailsTheJobAndIsNotTriedAgain() throws Exception {
    harness =
        engine(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:read")
                    .process(
                        exchange ->
                            harness.objects.read(
                                exchange.getMessage().getBody(ObjectRef.class), 0, 1));
              }
            });
    Job job =
        harness.runUntil(
            harness.open("read", new ObjectRef("inbox", "gone", "v0", 3)), JobState.FAILED);
    assertThat(job.error().orElseThrow()).contains("inbox/gone").contains("no longer exists");
  }

  @Test
  void theSameVersionOpensOneJobAndANewVersionAnother() throws Exception {
    harness = engine();
    ObjectRef first = new ObjectRef("inbox", "acme/a.log", "v1", 3);
    long id = harness.open("p", first);
    assertThat(harness.open("p", first)).isEqualTo(id);
    assertThat(harness.open("p", new ObjectRef("inbox", "acme/a.log", "v2", 3))).isNotEqualTo(id);
  }

  @Test
  void cancelDropsWhatWaitsAndWhatARunningTaskSends() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger after = new AtomicInteger();
    harness =
        engine(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:slow")
                    .process(
                        exchange -> {
                          running.countDown();
                          go.await(10, TimeUnit.SECONDS);
                        })
                    .to("stage:later");
                from("stage:later").process(exchange -> after.incrementAndGet());
              }
            });
    long id = harness.open("slow", "k", "");
    await()
        .until(
            () -> {
              harness.cycle();
              return running.getCount() == 0;
            });

    assertThat(harness.engine.ledger().cancel(id, "not wanted")).isTrue();
    assertThat(harness.engine.ledger().cancel(id, "again")).isFalse();
    go.countDown();

    await()
        .until(
            () -> {
              harness.cycle();
              return count("task") == 0 && count("progress") == 0 && count("lease") == 0;
            });
    assertThat(after).hasValue(0);
    assertThat(harness.job(id).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void aTaskInHandIsCountedAsRunning() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    harness =
        engine(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:slow").process(exchange -> go.await());
              }
            });
    long id = harness.open("slow", "k", "");
    harness.runUntil(id, () -> harness.job(id).stages().stream().anyMatch(s -> s.running() == 1));
    go.countDown();
    assertThat(harness.runUntil(id, JobState.COMPLETED).stages())
        .allSatisfy(stage -> assertThat(stage.running()).isZero());
  }

  @Test
  void aLargeBodyTravelsByReference() throws Exception {
    String large = IntStream.range(0, 50_000).mapToObj(i -> "w" + i).collect(Collectors.joining());
    StringBuilder arrived = new StringBuilder();
    harness =
        engine(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:big").setBody(constant(large)).to("stage:end");
                from("stage:end")
                    .process(
                        exchange -> arrived.append(exchange.getMessage().getBody(String.class)));
              }
            });
    harness.runUntil(harness.open("big", "k", ""), JobState.COMPLETED);
    assertThat(arrived.toString()).isEqualTo(large);
  }

  @Test
  void aTaskThatTakesTooLongIsInterruptedAndTriedAgain() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    harness =
        engine(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:stuck?timeout=100ms&backoff=10ms")
                    .process(
                        exchange -> {
                          if (tries.incrementAndGet() == 1) {
                            new CountDownLatch(1).await();
                          }
                        });
              }
            });
    Job job = harness.runUntil(harness.open("stuck", "k", ""), JobState.COMPLETED);
    assertThat(stage(job, "stuck").failed()).isEqualTo(1);
  }

  @Test
  void sendingToAStageWithoutARouteSaysWhichWasMeant() throws Exception {
    harness =
        engine(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:begin?maxAttempts=1").to("stage:prase");
                from("stage:parse").to("log:x?level=OFF");
              }
            });
    Job job = harness.runUntil(harness.open("begin", "k", ""), JobState.FAILED);
    assertThat(job.error().orElseThrow()).contains("stage:prase").contains("did you mean parse?");
  }

  @Test
  void aLaneWithMuchToDoLetsAnotherHaveItsTurn() throws Exception {
    List<Integer> many = IntStream.range(0, 60).boxed().toList();
    harness =
        engine(
            EngineHarness.settings(1),
            new RouteBuilder() {
              @Override
              public void configure() {
                from("stage:flood").setBody(constant(many)).split(body()).to("stage:slow");
                from("stage:slow").delay(50);
              }
            });
    long flood = harness.open("flood", "root.a", harness.objects.write("inbox", "a", out -> {}));
    await()
        .until(
            () -> {
              harness.cycle();
              return harness.job(flood).stages().stream()
                  .anyMatch(stage -> stage.name().equals("slow") && stage.done() > 0);
            });
    long other =
        harness.open("slow-alone", "root.b", harness.objects.write("inbox", "b", out -> {}));
    harness.camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("stage:slow-alone").delay(1);
          }
        });

    harness.runUntil(other, JobState.COMPLETED);
    assertThat(harness.job(flood).state()).isEqualTo(JobState.ACTIVE);
  }

  private long count(String table) {
    return harness.db.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }

  private static StageProgress stage(Job job, String name) {
    return job.stages().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void aTraceIsCarriedFromStageToStage() throws Exception {
    ConcurrentLinkedQueue<TaskTracer.Started> begun = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    harness = engine(words(new ConcurrentLinkedQueue<>()));
    harness.engine.trace(
        task -> {
          begun.add(task);
          return new TaskTracer.Trail() {
            @Override
            public String parentOfWhatItSends() {
              return "00-" + task.stage();
            }

            @Override
            public void end(String error) {
              errors.add(String.valueOf(error));
            }
          };
        });

    long id = harness.open("word-count", "a-b", "");
    harness.runUntil(id, JobState.COMPLETED);

    assertThat(begun)
        .extracting(TaskTracer.Started::stage, TaskTracer.Started::parent)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("words", null),
            org.assertj.core.groups.Tuple.tuple("count", "00-words"),
            org.assertj.core.groups.Tuple.tuple("count", "00-words"),
            org.assertj.core.groups.Tuple.tuple("report", null));
    assertThat(begun).allMatch(each -> each.jobId() == id && each.begun() > 0);
    assertThat(begun).extracting(TaskTracer.Started::begun).containsOnly(begun.peek().begun());
    assertThat(errors).hasSize(4).containsOnly("null");
  }
}
