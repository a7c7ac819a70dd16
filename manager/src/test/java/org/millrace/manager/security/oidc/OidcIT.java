package org.millrace.manager.security.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.access.Accounts;
import org.millrace.manager.access.Role;
import org.millrace.manager.support.Browser;
import org.millrace.manager.support.RunningSystem;

/** Logins by an identity provider, which is a small one of the test's own. */
class OidcIT {
  private static final String START = "/oauth2/authorization/sso";

  @TempDir static Path dir;

  private static IdentityProvider provider;
  private static RunningSystem system;

  private Browser browser;

  @BeforeAll
  static void start() throws Exception {
    provider = new IdentityProvider();
    Files.writeString(
        dir.resolve("millrace.yaml"),
        """
        millrace:
          oidc:
            issuer: %s
            clientId: %s
            clientSecret: %s
            roles: {mill-admins: admin, mill-ops: operator}
        """
            .formatted(provider.issuer(), IdentityProvider.CLIENT, IdentityProvider.SECRET));
    system = RunningSystem.in(dir, WhoPage.class);
    system.bean(Accounts.class).add("kept", Role.VIEWER, Set.of(), "hash");
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
    provider.close();
  }

  @BeforeEach
  void open() throws Exception {
    browser = new Browser(system.url());
  }

  @Test
  void aPersonIsLetInWithTheRoleAndTheGroupsThatTheProviderSays() throws Exception {
    assertThat(browser.get("/login").body()).contains("href=\"" + START + "?next=/\"");
    provider.person(Map.of("preferred_username", "olga", "groups", List.of("mill-ops", "all")));
    browser.get(START);
    String before = browser.cookie();
    assertThat(Browser.location(signOn())).isEqualTo("/");
    assertThat(browser.cookie()).as("another session than before the login").isNotEqualTo(before);

    assertThat(browser.get("/api/v1/jobs").statusCode()).isEqualTo(200);
    assertThat(browser.get("/api/v1/users").statusCode()).isEqualTo(403);
    assertThat(browser.get(WhoPage.PATH).body()).isEqualTo("olga of all, mill-ops");
  }

  @Test
  void aPersonComesToThePageThatWasWantedAndToNoOther() throws Exception {
    provider.person(Map.of("preferred_username", "olga", "groups", List.of("mill-ops")));
    String login = Browser.location(browser.get("/queues?under=root.a"));
    assertThat(browser.get(login).body()).contains(START + "?next=/queues?under%3Droot.a");
    assertThat(Browser.location(signOn(START + "?next=/queues?under%3Droot.a")))
        .isEqualTo("/queues?under=root.a");
    browser.cookie("");
    assertThat(Browser.location(signOn(START + "?next=//evil.example/x"))).isEqualTo("/");
  }

  @Test
  void whoHasNoRoleOrNoNameOrTheNameOfAUserKeptHereIsNotLetIn() throws Exception {
    for (Map<String, Object> person :
        List.<Map<String, Object>>of(
            Map.of("preferred_username", "eve", "groups", List.of("others")),
            Map.of("preferred_username", "eve"),
            Map.of("groups", List.of("mill-admins")),
            Map.of("preferred_username", "group:x y", "groups", List.of("mill-admins")),
            Map.of("preferred_username", "kept", "groups", List.of("mill-admins")),
            Map.of("preferred_username", "admin", "groups", List.of("mill-admins")))) {
      browser.cookie("");
      provider.person(person);
      assertThat(Browser.location(signOn())).as("%s", person).startsWith("/login?refused=1");
      assertThat(browser.get("/api/v1/jobs").statusCode()).as("%s", person).isEqualTo(401);
    }
    assertThat(browser.get("/login?refused=1").body()).contains("but have no role here");
  }

  @Test
  void anAnswerThatThisBrowserDidNotAskForIsRefused() throws Exception {
    provider.person(Map.of("preferred_username", "olga", "groups", List.of("mill-admins")));
    HttpResponse<String> toProvider = browser.get(START);
    HttpResponse<String> back = browser.get(toProvider.headers().firstValue("Location").get());
    Browser victim = new Browser(system.url());

    assertThat(Browser.location(victim.get(back.headers().firstValue("Location").get())))
        .startsWith("/login?failed=1");
    assertThat(victim.get("/api/v1/jobs").statusCode()).isEqualTo(401);
  }

  @Test
  void aProviderThatIsAwayIsSaidAndNothingElseWaitsForIt() throws Exception {
    Path home = Files.createDirectory(dir.resolve("other"));
    Files.writeString(
        home.resolve("millrace.yaml"),
        """
        millrace:
          oidc: {issuer: "http://127.0.0.1:1", clientId: a, clientSecret: b, roles: {"*": viewer}}
        """);
    try (RunningSystem alone = RunningSystem.in(home)) {
      Browser there = new Browser(alone.url());
      String login = Browser.location(there.get(START + "?next=/queues"));
      assertThat(login).isEqualTo("/login?failed=1&next=%2Fqueues");
      assertThat(there.get(login).body()).contains("does not work now");
      HttpResponse<String> program =
          there.get(
              "/api/v1/jobs",
              "Authorization",
              "Bearer " + token("a", 60, Map.of("preferred_username", "robot")));
      assertThat(program.statusCode()).isEqualTo(503);
      assertThat(program.body()).contains("identity provider");
    }
  }

  @Test
  void aProgramIsLetInWithATokenThatWasMadeForUs() throws Exception {
    Map<String, Object> robot = Map.of("preferred_username", "robot", "groups", "mill-ops");
    assertThat(bearer(token("millrace", 60, robot)).statusCode()).isEqualTo(200);
    assertThat(post(token("millrace", 60, robot)).statusCode()).isEqualTo(201);
  }

  @Test
  void aTokenForOthersExpiredForgedOrWithoutRoleIsRefused() throws Exception {
    Map<String, Object> robot = Map.of("preferred_username", "robot", "groups", "mill-admins");
    assertThat(bearer(token("another-client", 60, robot)).statusCode()).isEqualTo(401);
    assertThat(bearer(token("millrace", -600, robot)).statusCode()).isEqualTo(401);
    assertThat(bearer(token("millrace", 60, Map.of("preferred_username", "x"))).statusCode())
        .isEqualTo(401);
    String forged =
        provider.token(
            "millrace", in(60), new RSAKeyGenerator(2048).keyID("one").generate(), robot);
    HttpResponse<String> refused = bearer(forged);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(bearer("nonsense").statusCode()).isEqualTo(401);
  }

  /** From our page to the provider and back. */
  private HttpResponse<String> signOn() throws Exception {
    return signOn(START);
  }

  private HttpResponse<String> signOn(String start) throws Exception {
    HttpResponse<String> toProvider = browser.get(start);
    assertThat(Browser.location(toProvider)).contains("/authorize?").contains("code_challenge");
    HttpResponse<String> back = browser.get(toProvider.headers().firstValue("Location").get());
    return browser.get(back.headers().firstValue("Location").get());
  }

  private String token(String audience, int seconds, Map<String, Object> claims) throws Exception {
    return provider.token(audience, in(seconds), provider.key(), claims);
  }

  private static Date in(int seconds) {
    return new Date(new Date().getTime() + Duration.ofSeconds(seconds).toMillis());
  }

  private HttpResponse<String> bearer(String token) throws Exception {
    return browser.get("/api/v1/jobs", "Authorization", "Bearer " + token);
  }

  private HttpResponse<String> post(String token) throws Exception {
    return browser.post("/api/v1/jobs?name=x", "x", "Authorization", "Bearer " + token);
  }
}
