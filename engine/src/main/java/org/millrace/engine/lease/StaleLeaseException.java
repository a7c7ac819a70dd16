package org.millrace.engine.lease;

/**
 * The lease has expired or was revoked, so the settlement was refused and changed nothing. Its
 * tasks have been or will be given to another container.
 */
public final class StaleLeaseException extends RuntimeException {
  public StaleLeaseException(Lease lease, String detail) {
    super("lease " + lease.epoch() + " on " + lease.lane() + " no longer holds: " + detail);
  }
}
