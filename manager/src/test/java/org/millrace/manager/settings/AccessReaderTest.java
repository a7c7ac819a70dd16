package org.millrace.manager.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.millrace.manager.access.Role;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.settings.AccessSettings.Oidc;
import org.millrace.manager.settings.AccessSettings.Tls;

class AccessReaderTest {
  @Test
  void everythingThatIsSaidIsRead() {
    AccessSettings access =
        read(
            """
            millrace:
              bind: 0.0.0.0
              tls: {certificate: a.crt, key: /b.key}
              http: {proxies: [10.0.0.5, "fd00::1"], hosts: [mill.example]}
              retention: {audit: 30d, jobs: 10d}
              oidc:
                issuer: https://login.example/realms/x
                clientId: mill
                clientSecret: s3cret
                roleClaim: realm_access.roles
                nameClaim: email
                roles: {admins: admin, "*": viewer}
            """);

    assertThat(access.bind()).isEqualTo("0.0.0.0");
    assertThat(access.tls()).contains(new Tls("a.crt", "/b.key"));
    assertThat(access.proxies()).containsExactly("10.0.0.5", "fd00::1");
    assertThat(access.audit()).contains(Duration.ofDays(30));
    assertThat(access.oidc())
        .contains(
            new Oidc(
                URI.create("https://login.example/realms/x"),
                "mill",
                "s3cret",
                "realm_access.roles",
                Map.of("admins", Role.ADMIN, "*", Role.VIEWER),
                "email"));
    assertThat(access.toString()).doesNotContain("s3cret");
  }

  @Test
  void theAuditLogMayBeKeptForEver() {
    assertThat(read("millrace: {retention: {audit: never}}").audit()).isEmpty();
  }

  @Test
  void everyMistakeIsNamedAndNoSecretIsShown() {
    assertThat(
            refused(
                """
                millrace:
                  bind: mill.example
                  tls: {certificate: a.crt}
                  http: {proxies: [proxy.example]}
                  oidc: {issuer: login, clientSecret: s3cret, roles: {a: boss}, rols: {}}
                """))
        .contains("millrace.yaml:2: millrace.bind: must be an IP address")
        .contains("millrace.tls: must have a certificate and a key")
        .contains("millrace.http.proxies: must be an IP address, or localhost, each")
        .contains("millrace.oidc.issuer: must be an address")
        .contains("millrace.oidc.clientId: must be given")
        .contains("millrace.oidc.roles.a: must be viewer, operator or admin")
        .contains("did you mean \"roles\"?")
        .doesNotContain("s3cret");
  }

  @Test
  void aChangeOfWhatIsReadAtTheStartIsSaid() {
    assertThat(
            SettingsChange.between(
                Settings.DEFAULTS,
                new SettingsReader("millrace.yaml", Set.of()).read("millrace: {bind: 0.0.0.0}")))
        .containsExactly("bind, tls, oidc or http.proxies is changed, from the next start");
  }

  private static AccessSettings read(String text) {
    return new SettingsReader("millrace.yaml", Set.of()).read(text).access();
  }

  private static String refused(String text) {
    return catchThrowableOfType(RefusedException.class, () -> read(text)).getMessage();
  }
}
