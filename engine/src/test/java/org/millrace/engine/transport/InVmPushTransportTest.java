package org.millrace.engine.transport;

import org.millrace.engine.TestBroker;
import org.millrace.engine.transport.push.Broker;

class InVmPushTransportTest extends PushTransportContract {
  @Override
  Broker connect(TestBroker server) {
    return server.inVm();
  }
}
