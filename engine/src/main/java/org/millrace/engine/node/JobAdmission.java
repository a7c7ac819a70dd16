package org.millrace.engine.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.millrace.engine.ledger.Admission;
import org.millrace.engine.ledger.LiveJobs;
import org.millrace.engine.ledger.LiveJobs.Live;
import org.millrace.engine.ledger.MovedJobs;
import org.millrace.engine.pipeline.Pipeline;
import org.millrace.engine.pipeline.PipelineCatalog;
import org.millrace.engine.replay.Restoring;

/**
 * Keeps the resource manager's applications and the ledger's jobs in step: tells it of jobs that
 * came and of those that have ended, and makes active those that it admits.
 */
final class JobAdmission {
  /** Ids are given out before they are committed: one may appear behind others that were seen. */
  private static final long LOOK_BACK = 100;

  private static final Duration FULL_LOOK_EVERY = Duration.ofSeconds(5);

  private final LiveJobs jobs;
  private final MovedJobs moved;
  private final Restoring restoring;
  private final Admission admission;
  private final CapacityManager capacity;
  private final PipelineCatalog pipelines;
  private final Clock clock;
  private long latest;
  private Instant fullLook = Instant.MIN;
  private boolean full;

  JobAdmission(
      LiveJobs jobs,
      MovedJobs moved,
      Restoring restoring,
      Admission admission,
      CapacityManager capacity,
      PipelineCatalog pipelines,
      Clock clock) {
    this.jobs = jobs;
    this.moved = moved;
    this.restoring = restoring;
    this.admission = admission;
    this.capacity = capacity;
    this.pipelines = pipelines;
    this.clock = clock;
  }

  /** Looks at everything again, as one who has not led until now. */
  void reset() {
    latest = 0;
    fullLook = Instant.MIN;
  }

  /**
   * @return whether jobs became active, or were sent more of what they begin with
   */
  boolean run() {
    fullLookWhenDue();
    moved.sweep();
    // Active ones first: after a start they keep their place before those that wait.
    List<Live> known = jobs.active();
    known.forEach(job -> submit(job, true));
    accepted().forEach(job -> submit(job, false));
    List<Long> admissible = capacity.admissible();
    admission.admit(admissible);
    Set<Long> active =
        (admissible.isEmpty() ? known : jobs.active())
            .stream().map(Live::id).collect(Collectors.toSet());
    admissible.stream().filter(job -> !active.contains(job)).forEach(capacity::forget);
    capacity.activeAre(active);
    return restoring.sendSome() || !admissible.isEmpty();
  }

  /** Now and then everything is looked at, also what others may have changed in the database. */
  private void fullLookWhenDue() {
    Instant now = clock.instant();
    full = !now.isBefore(fullLook);
    if (full) {
      // First: where it fails, nothing is granted before it has been done.
      capacity.readPauses();
      moved.lookAgain();
      restoring.lookAgain();
      fullLook = now.plus(FULL_LOOK_EVERY);
    }
  }

  private List<Live> accepted() {
    List<String> names = pipelines.all().stream().map(Pipeline::name).toList();
    List<Live> accepted = jobs.accepted(names, full ? 0 : latest - LOOK_BACK);
    if (!accepted.isEmpty()) {
      latest = Math.max(latest, accepted.get(accepted.size() - 1).id());
    }
    return accepted;
  }

  private void submit(Live job, boolean active) {
    Optional<String> refusal = capacity.submit(job, active);
    refusal.ifPresent(reason -> admission.refuse(job.id(), reason));
  }
}
