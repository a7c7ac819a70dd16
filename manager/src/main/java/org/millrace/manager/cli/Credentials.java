package org.millrace.manager.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.home.AdminPassword;
import org.millrace.manager.home.Home;

/** How a command shows who it acts for. */
final class Credentials {
  private static final String TOKEN = "MILLRACE_TOKEN";
  private static final String PASSWORD = "MILLRACE_PASSWORD";

  private static final String CERTIFICATE = "MILLRACE_CERTIFICATE";

  private final String token;
  private final String user;
  private final Map<String, String> environment;

  /**
   * @param token null when none was given
   * @param user null when none was given
   */
  Credentials(String token, String user, Map<String, String> environment) {
    this.token = token;
    this.user = user;
    this.environment = environment;
  }

  /**
   * The request header: of the token or user that was named, of the environment's token, or of the
   * home's admin.
   *
   * @param home null for a system without a home here
   * @throws ClientException there is none, or it cannot be read
   */
  String header(Home home) {
    if (token != null && user != null) {
      throw ClientException.refused("--token: must not come together with --user (give one)");
    }
    if (token != null) {
      return "Bearer " + token.strip();
    }
    if (user != null) {
      return basic(user, given(PASSWORD).orElseGet(() -> prompted(user)));
    }
    Optional<String> given = given(TOKEN);
    if (given.isPresent()) {
      return "Bearer " + given.get();
    }
    return basic("admin", home == null ? adminPassword() : adminPassword(home));
  }

  /** The certificate that a system elsewhere must show, where the JDK would not trust it. */
  Optional<Path> certificate() {
    return given(CERTIFICATE).map(Path::of);
  }

  private String adminPassword() {
    return given(PASSWORD)
        .orElseThrow(
            () ->
                ClientException.refused(
                    "--url: the password of user admin must be in the environment variable "
                        + PASSWORD
                        + " (or give --user, --token, or the system's --home as well)"));
  }

  private static String adminPassword(Home home) {
    try {
      return AdminPassword.read(home.adminPassword());
    } catch (RefusedException e) {
      throw ClientException.refused(e.getMessage());
    } catch (IOException e) {
      throw ClientException.refused(
          home.adminPassword()
              + ": must be readable (run this as the user that runs the system, or give --user"
              + " or --token)");
    }
  }

  private static String prompted(String user) {
    Console console = System.console();
    char[] typed = console == null ? null : console.readPassword("Password of %s: ", user);
    if (typed == null) {
      throw ClientException.refused(
          "--user: needs a terminal for the password, or " + PASSWORD + " in the environment");
    }
    return new String(typed);
  }

  private Optional<String> given(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isBlank())
        .map(String::strip);
  }

  private static String basic(String name, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
