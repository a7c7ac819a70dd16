package org.millrace.manager.access;

import java.time.Instant;

/**
 * Something that was changed, or that somebody tried to change.
 *
 * @param id 0 until it is kept
 * @param who empty for somebody unknown
 * @param how {@code basic}, {@code token}, {@code session}, {@code oidc} or {@code none}
 * @param action such as {@code jobs.cancel}
 * @param subject what it was done to, such as the job's id; may be empty
 * @param before JSON; null where there is nothing to say
 * @param after JSON; null where there is nothing to say
 * @param outcome {@code done}, {@code refused} or {@code failed}
 * @param status of HTTP
 * @param times how often, alike, from {@code at} on for up to a minute
 */
public record AuditEntry(
    long id,
    Instant at,
    String who,
    String how,
    String address,
    String action,
    String subject,
    String before,
    String after,
    String outcome,
    int status,
    long times) {
  /** The same, that often. */
  AuditEntry times(long number) {
    return new AuditEntry(
        id, at, who, how, address, action, subject, before, after, outcome, status, number);
  }
}
