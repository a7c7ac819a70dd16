package org.millrace.manager;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.catalina.Valve;
import org.apache.catalina.valves.RemoteIpValve;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.AccessSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where and how console and API are served, as the settings said at the start. */
record Web(InetAddress address, Optional<Tls> tls, AccessSettings settings) {
  private static final Logger LOG = LoggerFactory.getLogger("org.millrace.up");

  /**
   * @throws org.millrace.manager.errors.RefusedException the certificate or key cannot be used
   */
  static Web of(Home home, AccessSettings settings) {
    try {
      return new Web(
          InetAddress.getByName(settings.bind()),
          settings.tls().map(tls -> Tls.of(home, tls)),
          settings);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("bind was checked to be an address; indicates a bug", e);
    }
  }

  /** The address under which a client on this machine reaches it. */
  String url(int port) {
    String host =
        address.isAnyLocalAddress() || address.equals(InetAddress.getLoopbackAddress())
            ? "127.0.0.1"
            : literal();
    return (tls.isPresent() ? "https://" : "http://") + host + ":" + port;
  }

  void warn() {
    tls.ifPresent(
        each ->
            each.complaint()
                .ifPresent(
                    why ->
                        LOG.warn(
                            "The certificate {} {}: browsers will warn of it (renew it; it is taken"
                                + " up without a restart)",
                            each.certificate(),
                            why)));
    if (!address.isLoopbackAddress() && tls.isEmpty()) {
      LOG.warn(
          "Console and API listen on {} without TLS: whoever is on the way reads passwords"
              + " (set millrace.tls, or put a proxy with TLS before it; docs/access.md)",
          settings.bind());
    }
  }

  /** Believes the proxies, and nobody else, where a request comes from and how it was encrypted. */
  Optional<Valve> proxies() {
    if (settings.proxies().isEmpty()) {
      return Optional.empty();
    }
    RemoteIpValve valve = new RemoteIpValve();
    valve.setInternalProxies(
        settings.proxies().stream().map(Pattern::quote).collect(Collectors.joining("|")));
    valve.setRemoteIpHeader("X-Forwarded-For");
    valve.setProtocolHeader("X-Forwarded-Proto");
    return Optional.of(valve);
  }

  Map<String, Object> properties(Home home) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("server.address", settings.bind());
    // Cookies know no ports: two systems of one machine must not take each other's.
    properties.put(
        "server.servlet.session.cookie.name",
        "millrace-" + Integer.toHexString(home.dir().hashCode()));
    properties.put("server.servlet.session.cookie.http-only", true);
    properties.put("server.servlet.session.cookie.same-site", "lax");
    properties.put("server.servlet.session.tracking-modes", "cookie");
    // Until the login; after it eight hours.
    properties.put("server.servlet.session.timeout", "10m");
    tls.ifPresent(each -> properties.putAll(each.properties()));
    return properties;
  }

  private String literal() {
    String literal = address.getHostAddress();
    return literal.contains(":") ? "[" + literal + "]" : literal;
  }
}
