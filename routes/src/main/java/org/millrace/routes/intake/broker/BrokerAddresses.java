package org.millrace.routes.intake.broker;

import java.util.function.BooleanSupplier;

/**
 * Where addresses of sources are.
 *
 * @param runs whether there is a broker to read now: one that nobody has used yet need not start
 */
public record BrokerAddresses(BrokerSessions sessions, BooleanSupplier runs) {}
