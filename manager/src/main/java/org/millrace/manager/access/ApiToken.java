package org.millrace.manager.access;

import java.time.Instant;

/**
 * A token, without its secret.
 *
 * @param name what its owner calls it
 * @param lastUsedAt to the minute; null when it never was
 */
public record ApiToken(
    long id,
    String owner,
    String name,
    Scope scope,
    Instant createdAt,
    Instant expiresAt,
    Instant lastUsedAt) {}
