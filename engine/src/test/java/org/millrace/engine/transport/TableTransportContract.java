package org.millrace.engine.transport;

import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lanes;
import org.millrace.engine.lease.Lease;
import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.SettlementLog;
import org.millrace.engine.transport.table.TableTransport;

abstract class TableTransportContract extends TransportContract {
  @Override
  Transport transport(Database database, Lanes lanes, Leases granted, SettlementLog log) {
    return new TableTransport(database, lanes, granted, log);
  }

  @Override
  void expire(Lease lease) {
    leases.expireAll(lease.node());
  }
}
