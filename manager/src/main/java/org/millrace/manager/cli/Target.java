package org.millrace.manager.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.millrace.manager.home.Home;

/**
 * Which system a command talks to, and as whom.
 *
 * @param authorization the header of every request
 * @param certificate the one that the system must show; empty for what the JDK trusts
 * @param name how to call it in an error
 */
record Target(URI url, String authorization, Optional<Path> certificate, String name) {
  /**
   * @throws ClientException nothing runs there, or there is nothing to log in with
   */
  static Target of(Path homeOption, URI url, Credentials credentials) {
    Home home = new Home(homeOption == null ? Path.of(Home.DEFAULT) : homeOption);
    if (url != null) {
      Home known = homeOption == null ? null : home;
      Optional<Path> certificate =
          known != null && Files.exists(known.endpoints())
              ? certificate(endpoints(known))
              : credentials.certificate();
      return new Target(url, credentials.header(known), certificate, url.toString());
    }
    Map<String, Object> endpoints = endpoints(home);
    return new Target(
        URI.create(Json.text(endpoints, "console")),
        credentials.header(home),
        certificate(endpoints),
        name(home));
  }

  static ClientException notRunning(String name) {
    return ClientException.refused(
        name + ": no system runs here (start one with ./millrace up, or name another by --home)");
  }

  private static Map<String, Object> endpoints(Home home) {
    try {
      return Json.object(Files.readString(home.endpoints()));
    } catch (NoSuchFileException e) {
      throw notRunning(name(home));
    } catch (IOException e) {
      throw ClientException.refused(home.endpoints() + ": cannot be read: " + e.getMessage());
    }
  }

  private static Optional<Path> certificate(Map<String, Object> endpoints) {
    return Optional.of(Json.text(endpoints, "certificate"))
        .filter(path -> !path.isEmpty())
        .map(Path::of);
  }

  private static String name(Home home) {
    return "home " + home.dir();
  }
}
