package org.millrace.engine.transport.sqs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.StaleLeaseException;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;
import org.millrace.engine.transport.LaneConsumer;
import org.millrace.engine.transport.StoreLostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Takes a lane's messages from SQS and settles them in the ledger's database; SQS learns of it
 * after that. A message that SQS delivers again is known there by its task's id and the attempt it
 * was sent with, and what its second run did is dropped whole.
 */
final class SqsConsumer implements LaneConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(SqsConsumer.class);

  /** Short, so that a container that is to stop, or has lost its lease, hears of it soon. */
  private static final int WAIT_SECONDS = 1;

  private final Lease lease;
  private final LaneQueue queue;
  private final Ledger ledger;
  private final Hiding hiding;
  private final Hand hand;

  /** Of more tasks than these no message is left. */
  private final IntSupplier together;

  /** Tasks that come alone were seen: more than one at a time would only go back. */
  private boolean oneByOne;

  /** How many tasks a message holds; at first how many it may. */
  private int perMessage;

  /**
   * @param together how many tasks of the lane may share a message now
   * @param fifo whether what is left of a message has a place to keep
   */
  SqsConsumer(
      Lease lease,
      LaneQueue queue,
      Ledger ledger,
      Hiding hiding,
      IntSupplier together,
      boolean fifo) {
    this.lease = lease;
    this.perMessage = together.getAsInt();
    this.together = fifo ? () -> Integer.MAX_VALUE : together;
    this.queue = queue;
    this.ledger = ledger;
    this.hiding = hiding;
    this.hand = new Hand(lease, queue);
    hiding.add(hand);
  }

  @Override
  public List<Task> claim(int max) {
    underLease(() -> ledger.hold(lease));
    // There is said to be work, so the first look does not wait; but that may miss some.
    List<Task> claimed = receive(max, 0);
    return claimed.isEmpty() ? receive(max, WAIT_SECONDS) : claimed;
  }

  @Override
  public List<Task> settle(List<Outcome> outcomes, int nextMax) {
    List<Ended> inHand =
        hand.ended(outcomes).stream().map(each -> each.inPartsOf(together.getAsInt())).toList();
    List<Ended> ended = underLease(() -> ledger.settle(lease, inHand));
    hand.remove(ended.stream().map(Ended::delivery).toList());
    queue.delete(ended.stream().filter(Ended::isOver).map(Ended::delivery).toList());
    queue.release(ended.stream().filter(each -> !each.isOver()).map(Ended::delivery).toList());
    return nextMax > 0 ? next(nextMax) : List.of();
  }

  /** The batch before is settled, whatever happens here. */
  private List<Task> next(int max) {
    try {
      return receive(max, 0);
    } catch (StoreLostException e) {
      LOG.warn("Could not claim more of {}: {}", lease.lane(), e.getMessage());
      return List.of();
    }
  }

  /** Until there is something to run, or the queue has nothing to give. */
  private List<Task> receive(int max, int waitSeconds) {
    while (true) {
      List<Delivery> deliveries = deliveries(max, waitSeconds);
      if (deliveries.isEmpty()) {
        return List.of();
      }
      Ledger.Claim claim = sort(deliveries, max);
      oneByOne |= deliveries.stream().anyMatch(each -> each.row().solo());
      List<Task> tasks = hand.take(claim.kept(), max);
      queue.delete(claim.over());
      queue.release(claim.returned());
      if (!tasks.isEmpty()) {
        return tasks;
      }
    }
  }

  /** Messages with about so many tasks; the first look tells how many there are in one. */
  private List<Delivery> deliveries(int max, int waitSeconds) {
    int most = oneByOne ? 1 : Math.max(1, max / perMessage);
    List<Delivery> deliveries = new ArrayList<>(messages(most, waitSeconds));
    if (!deliveries.isEmpty()) {
      int tasks = deliveries.stream().mapToInt(each -> each.tasks().size()).sum();
      perMessage = (tasks + deliveries.size() - 1) / deliveries.size();
      int more = oneByOne || deliveries.size() < most ? 0 : (max - tasks) / perMessage;
      if (more > 0) {
        deliveries.addAll(messages(more, 0));
      }
    }
    return deliveries;
  }

  private List<Delivery> messages(int max, int waitSeconds) {
    try {
      return queue.receive(max, waitSeconds);
    } catch (SdkException | StoreLostException e) {
      LOG.warn("Could not claim tasks of {}: {}", lease.lane(), e.getMessage());
      return List.of();
    }
  }

  private Ledger.Claim sort(List<Delivery> deliveries, int max) {
    try {
      return underLease(() -> ledger.claim(lease, deliveries, max));
    } catch (StaleLeaseException e) {
      // Nothing of it was begun: left lying it would count as tried.
      queue.release(ledger.giveBack(deliveries));
      throw e;
    }
  }

  private <T> T underLease(Supplier<T> work) {
    try {
      return work.get();
    } catch (StaleLeaseException e) {
      hand.lose();
      throw e;
    } catch (RuntimeException e) {
      throw Database.unreachable(e) ? new StoreLostException(e) : e;
    }
  }

  private void underLease(Runnable work) {
    underLease(
        () -> {
          work.run();
          return Set.of();
        });
  }

  /** What is in hand was begun, so it goes back at once and counts. */
  @Override
  public void close() {
    hiding.remove(hand);
    queue.release(hand.drop());
  }
}
