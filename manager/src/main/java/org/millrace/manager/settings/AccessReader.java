package org.millrace.manager.settings;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.manager.access.Role;
import org.millrace.manager.settings.AccessSettings.Oidc;
import org.millrace.manager.settings.AccessSettings.Tls;

/**
 * Reads {@code bind}, {@code tls}, {@code oidc}, {@code http.proxies} and {@code retention.audit}.
 */
final class AccessReader {
  private static final String ADDRESS = "must be an IP address, or localhost";
  private static final String USUAL_ROLE_CLAIM = "groups";
  private static final String USUAL_NAME_CLAIM = "preferred_username";

  private AccessReader() {}

  static AccessSettings read(Section millrace, Section http, Section retention) {
    return new AccessSettings(
        millrace
            .value("bind", AccessReader::address, ADDRESS)
            .orElse(AccessSettings.DEFAULT.bind()),
        tls(millrace),
        oidc(millrace),
        proxies(http),
        retention
            .value("audit", RetentionReader::age, RetentionReader.AGE)
            .orElse(AccessSettings.DEFAULT.audit()));
  }

  private static Optional<Tls> tls(Section millrace) {
    boolean given = millrace.has("tls");
    Section section = millrace.section("tls");
    Optional<String> certificate = section.text("certificate");
    Optional<String> key = section.text("key");
    section.end();
    if (given && (certificate.isEmpty() || key.isEmpty())) {
      millrace.refuse(
          "tls",
          "",
          "must have a certificate and a key, each the path of a PEM file",
          "",
          "leave tls out for plain HTTP");
    }
    return certificate.flatMap(one -> key.map(other -> new Tls(one, other)));
  }

  private static Optional<Oidc> oidc(Section millrace) {
    boolean given = millrace.has("oidc");
    Section section = millrace.section("oidc");
    Optional<URI> issuer =
        section.value(
            "issuer", AccessReader::issuer, "must be an address, such as https://login.example");
    Optional<String> client = section.text("clientId");
    Optional<String> secret = section.text("clientSecret");
    String roleClaim = section.text("roleClaim").orElse(USUAL_ROLE_CLAIM);
    String nameClaim = section.text("nameClaim").orElse(USUAL_NAME_CLAIM);
    Map<String, Role> roles = roles(section.section("roles"));
    section.end();
    for (String key : List.of("issuer", "clientId", "clientSecret", "roles")) {
      if (given && !section.has(key)) {
        millrace.refuse("oidc", key, "must be given", "", "leave oidc out to have none");
      }
    }
    if (issuer.isEmpty() || client.isEmpty() || secret.isEmpty() || roles.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Oidc(issuer.get(), client.get(), secret.get(), roleClaim, roles, nameClaim));
  }

  private static Map<String, Role> roles(Section section) {
    Map<String, Role> roles = new LinkedHashMap<>();
    for (String value : section.names()) {
      section
          .value(value, Role::of, "must be viewer, operator or admin")
          .ifPresent(role -> roles.put(value, role));
    }
    section.end();
    return Collections.unmodifiableMap(roles);
  }

  private static List<String> proxies(Section http) {
    List<String> proxies = http.texts("proxies");
    proxies.stream()
        .filter(each -> !isAddress(each))
        .forEach(each -> http.refuse("proxies", "", ADDRESS + ", each", each, "10.0.0.5"));
    return proxies;
  }

  private static String address(String text) {
    if (!isAddress(text)) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /** Names are not looked up: what they lead to may change between the check and the bind. */
  private static boolean isAddress(String text) {
    return text.equals("localhost")
        || text.matches("\\d{1,3}(\\.\\d{1,3}){3}")
        || (text.contains(":") && text.matches("[0-9A-Fa-f:.]+"));
  }

  private static URI issuer(String text) {
    URI uri = URI.create(text);
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(text);
    }
    return uri;
  }
}
