package org.millrace.engine.transport;

import org.millrace.engine.transport.table.TableTransport;

abstract class TableTransportContract extends TransportContract {
  @Override
  Transport transport(TransportFactory.Parts parts) {
    return new TableTransport(
        parts.db(), parts.leases(), parts.rows(), parts.effects(), parts.log());
  }
}
