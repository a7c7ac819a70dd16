package org.millrace.manager.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.home.AdminPassword;
import org.millrace.manager.home.Home;

/**
 * Which system a command talks to.
 *
 * @param name how to call it in an error
 */
record Target(URI url, String password, String name) {
  private static final String PASSWORD_VARIABLE = "MILLRACE_PASSWORD";

  /**
   * @throws ClientException nothing runs there, or its password cannot be read
   */
  static Target of(Path homeOption, URI url) {
    Home home = new Home(homeOption == null ? Path.of(Home.DEFAULT) : homeOption);
    if (url != null) {
      return new Target(url, password(homeOption == null ? null : home), url.toString());
    }
    return new Target(console(home), password(home), "home " + home.dir());
  }

  static ClientException notRunning(String name) {
    return ClientException.refused(
        name + ": no system runs here (start one with ./millrace up, or name another by --home)");
  }

  private static URI console(Home home) {
    String name = "home " + home.dir();
    try {
      Object console = Json.object(Files.readString(home.endpoints())).get("console");
      return URI.create(String.valueOf(console));
    } catch (NoSuchFileException e) {
      throw notRunning(name);
    } catch (IOException e) {
      throw ClientException.refused(home.endpoints() + ": cannot be read: " + e.getMessage());
    }
  }

  /** The home's own password; of a system without a home here, the environment's. */
  private static String password(Home home) {
    if (home == null) {
      return passwordOfEnvironment();
    }
    try {
      return AdminPassword.read(home.adminPassword());
    } catch (RefusedException e) {
      throw ClientException.refused(e.getMessage());
    } catch (IOException e) {
      throw ClientException.refused(
          home.adminPassword() + ": must be readable (run this as the user that runs the system)");
    }
  }

  private static String passwordOfEnvironment() {
    String variable = System.getenv(PASSWORD_VARIABLE);
    if (variable == null || variable.isBlank()) {
      throw ClientException.refused(
          "--url: the password of user admin must be in the environment variable "
              + PASSWORD_VARIABLE
              + " (or give the system's --home as well)");
    }
    return variable.strip();
  }
}
