package org.millrace.engine.ledger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.task.Body;
import org.millrace.engine.transport.Envelope;

/**
 * What a settlement does besides acknowledging its inputs. A transport whose store is the ledger's
 * database writes it there with the acknowledgement ({@link EffectLog}); another carries it there
 * as a message of the same transaction.
 *
 * @param counts by job
 * @param parts for barrier stages
 * @param delayed failed tasks, to be tried again
 * @param dead tasks that failed for the last time
 * @param sent what goes on to further lanes
 */
public record Effects(
    TreeMap<Long, Delta> counts,
    List<Part> parts,
    List<Result> results,
    List<Delayed> delayed,
    List<Envelope> dead,
    List<Envelope> sent) {

  /** A body for a barrier stage's one task. */
  public record Part(long jobId, String stage, Body body) {}

  /** A result object, to be published when the job completes. */
  public record Result(long jobId, String name, ObjectRef object) {}

  /** A task that waits before its next attempt. */
  public record Delayed(Envelope envelope, long millis) {}

  /** The same with only those messages to further lanes that the condition holds for. */
  public Effects sending(Predicate<Envelope> which) {
    return new Effects(counts, parts, results, delayed, dead, sent.stream().filter(which).toList());
  }

  /** Those of several settlements together, in their order. */
  public static Effects together(List<Effects> all) {
    if (all.size() == 1) {
      return all.get(0);
    }
    TreeMap<Long, Delta> counts = new TreeMap<>();
    all.forEach(each -> each.counts.forEach((job, delta) -> counts.merge(job, delta, Delta::plus)));
    return new Effects(
        counts,
        gather(all, Effects::parts),
        gather(all, Effects::results),
        gather(all, Effects::delayed),
        gather(all, Effects::dead),
        gather(all, Effects::sent));
  }

  @JsonIgnore
  public boolean isEmpty() {
    return counts.isEmpty()
        && parts.isEmpty()
        && results.isEmpty()
        && delayed.isEmpty()
        && dead.isEmpty()
        && sent.isEmpty();
  }

  private static <T> List<T> gather(List<Effects> all, Function<Effects, List<T>> part) {
    return all.stream().map(part).flatMap(List::stream).toList();
  }
}
