package org.millrace.engine.transport.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.machine.Machine;

class SharedCommitTest {
  private static final int LARGEST = 10;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrentLinkedQueue<List<Integer>> transactions = new ConcurrentLinkedQueue<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private final List<Thread> callers = new ArrayList<>();

  @AfterEach
  void endThreads() {
    first.countDown();
    threads.shutdownNow();
  }

  /** Wants are their own size. The first transaction lasts until it is let go. */
  private SharedCommit<Integer> commits() {
    return new SharedCommit<>(
        Machine.THIS,
        LARGEST,
        each -> each,
        wanted -> {
          transactions.add(List.copyOf(wanted));
          if (transactions.size() == 1) {
            letGo();
          }
          if (wanted.contains(7)) {
            throw new IllegalStateException("seven");
          }
        });
  }

  private void letGo() {
    boolean interrupted = false;
    while (first.getCount() > 0) {
      try {
        first.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Begun in this order; returns when all but the first wait for it. */
  private List<Future<Boolean>> begin(SharedCommit<Integer> commits, int... wanted) {
    List<Future<Boolean>> all = new ArrayList<>();
    for (int each : wanted) {
      Thread[] caller = new Thread[1];
      CountDownLatch begun = new CountDownLatch(1);
      all.add(
          threads.submit(
              () -> {
                caller[0] = Thread.currentThread();
                begun.countDown();
                return commits.commit(each);
              }));
      await().until(() -> begun.getCount() == 0);
      callers.add(caller[0]);
      await()
          .until(
              () ->
                  !transactions.isEmpty()
                      && (caller[0].getState() == Thread.State.TIMED_WAITING
                          || caller[0].getState() == Thread.State.WAITING));
    }
    return all;
  }

  @Test
  void thoseThatComeMeanwhileGoTogether() throws Exception {
    List<Future<Boolean>> all = begin(commits(), 1, 2, 3, 4);

    first.countDown();

    for (Future<Boolean> each : all) {
      assertThat(each.get(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(transactions).containsExactly(List.of(1), List.of(2, 3, 4));
  }

  @Test
  void noMoreGoTogetherThanAreAllowed() throws Exception {
    List<Future<Boolean>> all = begin(commits(), 1, 5, 5, 1);

    first.countDown();

    for (Future<Boolean> each : all) {
      assertThat(each.get(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(transactions).containsExactly(List.of(1), List.of(5, 5), List.of(1));
  }

  @Test
  void oneThatIsLargeWaitsForNobody() {
    SharedCommit<Integer> commits = commits();
    begin(commits, 1, 2);

    assertThat(commits.commit(LARGEST)).isTrue();
    assertThat(transactions).containsExactly(List.of(1), List.of(LARGEST));
  }

  @Test
  void whenOneFailsAllThatSharedItHearOfIt() throws Exception {
    List<Future<Boolean>> all = begin(commits(), 1, 2, 7);

    first.countDown();

    assertThat(all.get(0).get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(all.get(1).get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(all.get(2).get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void oneThatFailsAloneIsToldWhy() {
    first.countDown();
    SharedCommit<Integer> commits = commits();

    assertThatThrownBy(() -> commits.commit(7)).hasMessage("seven");
    assertThat(commits.commit(1)).as("the next is not held up").isTrue();
  }

  @Test
  void aCallerThatIsInterruptedLearnsWhatCameOfIt() throws Exception {
    List<Future<Boolean>> all = begin(commits(), 1, 2);

    callers.get(1).interrupt();
    first.countDown();

    assertThat(all.get(1).get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingIsForgottenAndNothingDoneTwice() throws Exception {
    first.countDown();
    ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
    SharedCommit<Integer> commits = new SharedCommit<>(Machine.THIS, 50, each -> 1, done::addAll);
    int callers = 8;
    int each = 500;
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      int base = i * each;
      all.add(
          threads.submit(
              () ->
                  IntStream.range(base, base + each)
                      .forEach(n -> assertThat(commits.commit(n)).isTrue())));
    }

    for (Future<?> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }
    assertThat(done).hasSize(callers * each).doesNotHaveDuplicates();
  }
}
