package org.millrace.engine.node;

import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.stage.Stage;
import org.millrace.engine.stage.StageOptions;
import org.millrace.engine.stage.Stages;
import org.millrace.engine.transport.Transports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the tasks of dead workers back: each counts an attempt and is tried alone from then on. */
final class LeaseReaper {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseReaper.class);

  private final Database db;
  private final Leases leases;
  private final Transports transports;
  private final Stages stages;
  private final FailurePolicy failures;

  LeaseReaper(
      Database db, Leases leases, Transports transports, Stages stages, FailurePolicy failures) {
    this.db = db;
    this.leases = leases;
    this.transports = transports;
    this.stages = stages;
    this.failures = failures;
  }

  /** Revokes every expired lease whose stage is known here; answers how many. */
  int reap() {
    return (int) leases.expired().stream().filter(this::revoke).count();
  }

  private boolean revoke(Lease lease) {
    Stage stage = stages.find(lease.lane().stage()).orElse(null);
    if (stage == null) {
      return false;
    }
    return db.inTransaction(
        () -> {
          if (!leases.takeExpired(lease)) {
            return false;
          }
          StageOptions options = stages.options(stage);
          int held =
              transports.revoke(lease, task -> failures.crashed(task, options, lease.node()));
          leases.end(lease);
          if (held > 0) {
            LOG.warn(
                "Node {} stopped with {} tasks of {} in hand; they are tried again",
                lease.node(),
                held,
                lease.lane());
          }
          return true;
        });
  }
}
