package org.millrace.engine.transport;

import java.util.function.ToIntFunction;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.EffectLog;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.ledger.TaskRows;

/** Adds a transport to an engine, which knows nothing of the store that it stands on. */
@FunctionalInterface
public interface TransportFactory {
  Transport make(Parts parts);

  /**
   * What an engine has for its transports.
   *
   * @param together given a stage, how many of its tasks a container is sure to claim together
   */
  record Parts(
      Database db,
      Lanes lanes,
      Leases leases,
      TaskRows rows,
      SettlementEffects effects,
      EffectLog log,
      Transports transports,
      CrashPolicy crashes,
      ToIntFunction<String> together) {}
}
