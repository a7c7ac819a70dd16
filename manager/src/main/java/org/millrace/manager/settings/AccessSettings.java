package org.millrace.manager.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.manager.access.Role;

/**
 * Who reaches the console and the API, and how. Read at the start only, but for {@code audit}.
 *
 * @param bind the address that is listened on
 * @param tls empty for plain HTTP
 * @param oidc empty for none
 * @param proxies addresses whose X-Forwarded headers are believed
 * @param audit how long the audit log is kept; empty for ever
 */
public record AccessSettings(
    String bind,
    Optional<Tls> tls,
    Optional<Oidc> oidc,
    List<String> proxies,
    Optional<Duration> audit) {
  static final AccessSettings DEFAULT =
      new AccessSettings(
          "127.0.0.1",
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.of(Duration.ofDays(365)));

  /** PEM files; a relative path is one in the home. */
  public record Tls(String certificate, String key) {}

  /**
   * An identity provider.
   *
   * @param roleClaim the claim whose values say the role; dots lead into objects. The values are
   *     groups too
   * @param roles the role for each value; {@code *} for everybody whom the provider knows
   * @param nameClaim the claim that is the user's name
   */
  public record Oidc(
      URI issuer,
      String clientId,
      String clientSecret,
      String roleClaim,
      Map<String, Role> roles,
      String nameClaim) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "oidc " + issuer + " as " + clientId;
    }
  }
}
