package org.millrace.engine.transport.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.millrace.engine.machine.Machine;

/**
 * Lets threads of this process that want to commit something at the same time share a transaction:
 * whoever comes while one is under way waits for it, and goes next with all who wait too. A commit
 * costs a database more than most that it commits. Nobody waits when nothing is under way.
 * Thread-safe.
 *
 * @param <T> what one of them wants
 */
final class SharedCommit<T> {
  private static final long LOOK_NANOS = 10_000_000;

  /** Such a part of the time that the transaction before took is waited for others. */
  private static final long GATHER_PART = 16;

  private static final long LONGEST_GATHER_NANOS = 1_000_000;

  private final Machine machine;
  private final int largest;
  private final ToIntFunction<T> size;
  private final Consumer<List<T>> transaction;

  private final Deque<Place> waiting = new ArrayDeque<>();
  private boolean underWay;

  /** How long the last took, where it was for several; 0 where it was not. */
  private volatile long sharedNanos;

  /**
   * @param largest what those who share one may amount to together
   * @param transaction does all that is wanted in one transaction, or throws and nothing is done
   */
  SharedCommit(Machine machine, int largest, ToIntFunction<T> size, Consumer<List<T>> transaction) {
    this.machine = machine;
    this.largest = largest;
    this.size = size;
    this.transaction = transaction;
  }

  private enum State {
    WAITS,
    LEADS,
    COMMITTED,
    FAILED
  }

  private final class Place {
    final T wanted;
    final int size;
    final Semaphore bell = new Semaphore(0);
    volatile State state = State.WAITS;

    Place(T wanted) {
      this.wanted = wanted;
      this.size = SharedCommit.this.size.applyAsInt(wanted);
    }

    void become(State next) {
      state = next;
      bell.release();
    }
  }

  /**
   * Returns when it was done or has failed.
   *
   * @return false when it shared a transaction that failed: maybe because of another, and maybe at
   *     the answer to its commit
   * @throws RuntimeException what the transaction threw when nobody shared it
   */
  boolean commit(T wanted) {
    Place mine = new Place(wanted);
    if (mine.size >= largest) {
      // One that large gains nothing, and the others would wait for it.
      transaction.accept(List.of(wanted));
      return true;
    }
    if (!begins(mine)) {
      await(mine);
    }
    if (mine.state == State.LEADS) {
      lead(mine);
    }
    return mine.state == State.COMMITTED;
  }

  private synchronized boolean begins(Place mine) {
    if (!underWay) {
      underWay = true;
      mine.state = State.LEADS;
      return true;
    }
    waiting.add(mine);
    return false;
  }

  /**
   * Until it leads, or another has led it. What comes of it must be known, so nothing cuts this.
   */
  private void await(Place mine) {
    boolean interrupted = false;
    while (mine.state == State.WAITS) {
      try {
        machine.await(mine.bell, LOOK_NANOS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void lead(Place mine) {
    if (sharedNanos > 0) {
      // Those of the commit before are on their way back: waiting for them costs less than theirs.
      machine.pause(Math.min(LONGEST_GATHER_NANOS, sharedNanos / GATHER_PART));
    }
    List<Place> together = together(mine);
    long begun = machine.nanoTime();
    State end = State.FAILED;
    try {
      transaction.accept(together.stream().map(each -> each.wanted).toList());
      end = State.COMMITTED;
    } catch (RuntimeException e) {
      if (together.size() == 1) {
        throw e;
      }
    } finally {
      sharedNanos = together.size() > 1 ? machine.nanoTime() - begun : 0;
      passOn();
      for (Place each : together) {
        each.become(end);
      }
    }
  }

  private synchronized List<Place> together(Place first) {
    List<Place> together = new ArrayList<>(List.of(first));
    int sum = first.size;
    while (!waiting.isEmpty() && sum + waiting.peek().size <= largest) {
      Place next = waiting.poll();
      sum += next.size;
      together.add(next);
    }
    return together;
  }

  private synchronized void passOn() {
    Place next = waiting.poll();
    if (next == null) {
      underWay = false;
    } else {
      next.become(State.LEADS);
    }
  }
}
