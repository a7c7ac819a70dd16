package org.millrace.engine.transport.push;

/**
 * Where a broker is and as whom to connect.
 *
 * @param url as Artemis reads it, for example {@code tcp://broker:61616}
 */
public record BrokerAddress(String url, String user, String password) {
  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "BrokerAddress[url=" + url + ", user=" + user + "]";
  }
}
