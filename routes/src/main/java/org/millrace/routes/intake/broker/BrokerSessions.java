package org.millrace.routes.intake.broker;

import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Opens transacted sessions that have begun to deliver. */
@FunctionalInterface
public interface BrokerSessions {
  /**
   * @throws Exception the broker is out of reach
   */
  ClientSession open() throws Exception;
}
