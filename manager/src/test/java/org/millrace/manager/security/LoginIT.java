package org.millrace.manager.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.access.Accounts;
import org.millrace.manager.access.Role;
import org.millrace.manager.support.Browser;
import org.millrace.manager.support.RunningSystem;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The login form, and the session that it begins. */
class LoginIT {
  private static final String PASSWORD = "a long password";

  @TempDir static Path dir;

  private static RunningSystem system;

  private final String user = "user-" + UUID.randomUUID();
  private Browser browser;

  @BeforeAll
  static void start() throws IOException {
    system = RunningSystem.in(dir, TestPage.class);
  }

  @AfterAll
  static void stop() throws IOException {
    system.close();
  }

  @BeforeEach
  void addUser() throws IOException {
    String hash = system.bean(PasswordEncoder.class).encode(PASSWORD);
    system.bean(Accounts.class).add(user, Role.OPERATOR, Set.of(), hash);
    browser = new Browser(system.url());
  }

  @Test
  void whoWantsAPageIsAskedToLogInAndThenGetsIt() throws Exception {
    HttpResponse<String> asked = browser.get("/index.html?state=a%2Fb");
    assertThat(asked.statusCode()).isEqualTo(302);
    assertThat(Browser.location(asked)).isEqualTo("/login?next=%2Findex.html%3Fstate%3Da%252Fb");

    HttpResponse<String> form = browser.get(Browser.location(asked));
    assertThat(form.statusCode()).isEqualTo(200);
    assertThat(form.body()).contains("name=\"next\" value=\"/index.html?state=a%2Fb\"");
    assertThat(browser.get("/console.css").statusCode()).isEqualTo(200);
    assertThat(browser.cookie()).as("nobody has a session before the login").isEmpty();

    HttpResponse<String> done =
        browser.form(
            "/login",
            Map.of("username", user, "password", PASSWORD, "next", "/index.html?state=a%2Fb"));
    assertThat(Browser.location(done)).isEqualTo("/index.html?state=a%2Fb");
    assertThat(done.headers().firstValue("Set-Cookie").orElse(""))
        .startsWith("millrace-")
        .contains("HttpOnly")
        .contains("SameSite=Lax")
        .doesNotContain("Secure");

    assertThat(browser.get("/index.html").body()).contains("Millrace");
    assertThat(browser.get("/api/v1/jobs").statusCode()).isEqualTo(200);
    assertThat(Browser.location(browser.get("/login"))).isEqualTo("/");
  }

  @Test
  void aWrongPasswordIsSaidOnThePageAndNothingElse() throws Exception {
    HttpResponse<String> wrong =
        browser.form(
            "/login", Map.of("username", user, "password", "wrong", "next", "//evil.example"));
    assertThat(Browser.location(wrong)).isEqualTo("/login?wrong=1&next=%2F");
    assertThat(browser.get(Browser.location(wrong)).body())
        .contains("That name and password do not fit.");
    assertThat(Browser.location(browser.logIn("nobody", "wrong"))).startsWith("/login?wrong=1");
    assertThat(browser.cookie()).isEmpty();
  }

  @Test
  void aUserChangesItsPasswordAndItsOtherSessionsEnd() throws Exception {
    Browser elsewhere = new Browser(system.url());
    browser.logIn(user, PASSWORD);
    elsewhere.logIn(user, PASSWORD);
    assertThat(elsewhere.get("/api/v1/jobs").statusCode()).isEqualTo(200);
    String before = browser.cookie();

    assertThat(change(browser, "wrong", "another password").body())
        .contains("must be the password that holds now")
        .doesNotContain("another password");
    assertThat(change(browser, PASSWORD, "short").statusCode()).isEqualTo(422);
    assertThat(change(browser, PASSWORD, PASSWORD).statusCode()).isEqualTo(422);
    assertThat(elsewhere.get("/api/v1/jobs").statusCode()).isEqualTo(200);

    HttpResponse<String> changed = change(browser, PASSWORD, "another password");
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(browser.cookie()).isNotEqualTo(before);
    assertThat(browser.get("/api/v1/jobs").statusCode()).isEqualTo(200);
    assertThat(elsewhere.get("/api/v1/jobs").statusCode()).isEqualTo(401);
    browser.cookie(before);
    assertThat(browser.get("/api/v1/jobs").statusCode()).isEqualTo(401);
    browser.cookie("");
    assertThat(Browser.location(browser.logIn(user, PASSWORD))).startsWith("/login?wrong=1");
    assertThat(Browser.location(browser.logIn(user, "another password"))).isEqualTo("/");
  }

  @Test
  void nobodyGuessesTheOldPasswordNorChangesOneThatIsNotKeptHere() throws Exception {
    browser.logIn(user, PASSWORD);
    for (int i = 0; i < 5; i++) {
      assertThat(change(browser, "guess " + i, "another password").statusCode()).isEqualTo(422);
    }
    HttpResponse<String> tooMany = change(browser, PASSWORD, "another password");
    assertThat(tooMany.statusCode()).isEqualTo(429);
    assertThat(tooMany.headers().firstValue("Retry-After")).isPresent();

    Browser admin = new Browser(system.url());
    admin.logIn("admin", system.password());
    assertThat(change(admin, system.password(), "another password").body())
        .contains("delete the home's file admin-password");
    String basic =
        Base64.getEncoder()
            .encodeToString(("admin:" + system.password()).getBytes(StandardCharsets.UTF_8));
    String made =
        admin
            .post(
                "/api/v1/tokens",
                "{\"name\": \"t\", \"scope\": \"operate\", \"owner\": \"%s\"}".formatted(user),
                "Authorization",
                "Basic " + basic,
                "Content-Type",
                "application/json")
            .body();
    String token = made.replaceAll("(?s).*\"token\":\"([^\"]+)\".*", "$1");
    assertThat(
            new Browser(system.url())
                .post(
                    "/api/v1/account/password",
                    "{\"old\": \"%s\", \"password\": \"another password\"}".formatted(PASSWORD),
                    "Authorization",
                    "Bearer " + token,
                    "Content-Type",
                    "application/json")
                .statusCode())
        .isEqualTo(403);
  }

  private HttpResponse<String> change(Browser as, String old, String password) throws Exception {
    Matcher token =
        Pattern.compile("name=\"csrf-token\" content=\"([^\"]+)\"")
            .matcher(as.get("/account").body());
    assertThat(token.find()).isTrue();
    return as.post(
        "/api/v1/account/password",
        "{\"old\": \"%s\", \"password\": \"%s\"}".formatted(old, password),
        "X-CSRF-TOKEN",
        token.group(1),
        "Content-Type",
        "application/json");
  }

  @Test
  void aProgramIsNeverSentToThePage() throws Exception {
    HttpResponse<String> api = browser.get("/api/v1/jobs");
    assertThat(api.statusCode()).isEqualTo(401);
    assertThat(api.headers().allValues("WWW-Authenticate").toString())
        .contains("Basic")
        .contains("Bearer");

    HttpResponse<String> htmx = browser.get("/", "HX-Request", "true");
    assertThat(htmx.statusCode()).isEqualTo(401);
    assertThat(htmx.headers().firstValue("HX-Redirect")).contains("/login");
    assertThat(htmx.headers().allValues("WWW-Authenticate").toString())
        .as("or the browser would ask for a password by itself")
        .doesNotContain("Basic");
  }

  @Test
  void aSessionThatWasThereBeforeTheLoginIsNotTheOneAfterIt() throws Exception {
    browser.cookie("millrace-0=planted");
    browser.logIn(user, PASSWORD);
    String first = browser.cookie();
    assertThat(first).doesNotContain("planted");

    browser.logIn("admin", system.password());

    assertThat(browser.cookie()).isNotEqualTo(first);
    browser.cookie(first);
    assertThat(browser.get("/api/v1/jobs").statusCode()).isEqualTo(401);
  }

  @Test
  void aChangeInASessionNeedsTheTokenOfAPage() throws Exception {
    browser.logIn(user, PASSWORD);
    String token = browser.get(TestPage.PATH).body();
    String path = "/api/v1/queues/root.partners/pause";

    HttpResponse<String> refused = browser.post(path, "");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("must carry the token of the page");
    assertThat(browser.post(path, "", "X-CSRF-TOKEN", "made up").statusCode()).isEqualTo(403);

    HttpResponse<String> allowed = browser.post(path, "", "X-CSRF-TOKEN", token);
    assertThat(allowed.body()).as("the queue's list, not the token").contains("administer");
    assertThat(browser.post("/api/v1/jobs?name=x", "x", "X-CSRF-TOKEN", token).statusCode())
        .isEqualTo(201);
    assertThat(browser.form("/api/v1/jobs?name=y", Map.of("_csrf", token)).statusCode())
        .isEqualTo(201);
  }

  @Test
  void aRequestThatSaysWhoSendsItIsNotTakenForTheSessions() throws Exception {
    browser.logIn(user, PASSWORD);
    for (String other : new String[] {basic(user, "wrong"), "Bearer mr_none", "Digest x"}) {
      assertThat(browser.post("/api/v1/jobs?name=x", "x", "Authorization", other).statusCode())
          .as(other)
          .isEqualTo(401);
    }
  }

  @Test
  void aForeignPageCannotLogItsReaderIn() throws Exception {
    assertThat(
            browser
                .form(
                    "/login",
                    Map.of("username", user, "password", PASSWORD),
                    "Origin",
                    "http://evil.example")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aLogoutEndsTheSession() throws Exception {
    browser.logIn(user, PASSWORD);
    String session = browser.cookie();
    assertThat(browser.post("/logout", "").statusCode()).isEqualTo(403);
    String token = browser.get(TestPage.PATH).body();

    assertThat(Browser.location(browser.post("/logout", "", "X-CSRF-TOKEN", token)))
        .isEqualTo("/login?out=1");

    browser.cookie(session);
    assertThat(browser.get("/api/v1/jobs").statusCode()).isEqualTo(401);
  }

  @Test
  void whatAnAdministratorChangesHoldsForSessionsAtOnce() throws Exception {
    browser.logIn(user, PASSWORD);
    change("{\"role\": \"viewer\"}");
    String token = browser.get(TestPage.PATH).body();
    assertThat(browser.post("/api/v1/jobs?name=x", "x", "X-CSRF-TOKEN", token).body())
        .contains("needs role operator");

    change("{\"role\": \"admin\"}");
    assertThat(browser.get("/api/v1/users").statusCode()).isEqualTo(200);

    change("{\"newPassword\": true}");
    assertThat(browser.get("/api/v1/jobs").statusCode()).isEqualTo(401);
  }

  @Test
  void aDisabledUserIsOutWithSessionPasswordAndToken() throws Exception {
    browser.logIn(user, PASSWORD);
    Browser program = new Browser(system.url());
    String made =
        program
            .post(
                "/api/v1/tokens",
                "{\"name\": \"t\", \"scope\": \"read\"}",
                "Authorization",
                basic(user, PASSWORD),
                "Content-Type",
                "application/json")
            .body();
    String bearer = "Bearer " + made.replaceAll("(?s).*\"token\":\"([^\"]*)\".*", "$1");
    assertThat(program.get("/api/v1/jobs", "Authorization", bearer).statusCode()).isEqualTo(200);

    change("{\"disabled\": true}");

    assertThat(browser.get("/api/v1/jobs").statusCode()).isEqualTo(401);
    assertThat(program.get("/api/v1/jobs", "Authorization", bearer).statusCode()).isEqualTo(401);
    assertThat(program.get("/api/v1/jobs", "Authorization", basic(user, PASSWORD)).statusCode())
        .isEqualTo(401);
    assertThat(Browser.location(browser.logIn(user, PASSWORD))).startsWith("/login?wrong=1");
  }

  @Test
  void whoGuessesMustWaitByFormAndByHeader() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(browser.get("/api/v1/jobs", "Authorization", basic(user, "no" + i)).statusCode())
          .isEqualTo(401);
    }
    HttpResponse<String> waits =
        browser.get("/api/v1/jobs", "Authorization", basic(user, PASSWORD));
    assertThat(waits.statusCode()).isEqualTo(429);
    assertThat(waits.headers().firstValue("Retry-After")).contains("1");
    assertThat(waits.body()).contains("too many logins have failed");
    assertThat(Browser.location(browser.logIn(user, PASSWORD))).startsWith("/login?wait=1");
    assertThat(browser.logIn("admin", system.password()).statusCode()).isEqualTo(302);
    assertThat(browser.cookie()).isNotEmpty();
  }

  @Test
  void pagesMayBeShownNowhereElseAndRunOwnScriptsOnly() throws Exception {
    HttpResponse<String> page = browser.get("/login");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'self';")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
    assertThat(page.body()).doesNotContain("<script>").doesNotContain("style=");
  }

  private void change(String json) throws Exception {
    HttpResponse<String> changed =
        new Browser(system.url())
            .post(
                "/api/v1/users/" + user,
                json,
                "Authorization",
                basic("admin", system.password()),
                "Content-Type",
                "application/json");
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
  }

  private static String basic(String name, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
