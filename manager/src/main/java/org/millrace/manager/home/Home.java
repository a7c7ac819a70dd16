package org.millrace.manager.home;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Names what lies where in a home. Immutable; nothing is made before {@link #create}. */
public record Home(Path dir) {
  /** Where the home lies unless {@code --home} says otherwise. */
  public static final String DEFAULT = "millrace-data";

  private static final List<String> BUCKETS = List.of("inbox", "work", "results", "archive");

  public Home {
    dir = dir.toAbsolutePath().normalize();
  }

  /** Every folder in here is a bucket. */
  public Path buckets() {
    return dir.resolve("buckets");
  }

  public Path bucket(String name) {
    return buckets().resolve(name);
  }

  /** Drop-in routes. */
  public Path routes() {
    return dir.resolve("routes");
  }

  public Path db() {
    return dir.resolve("db");
  }

  /** The embedded broker's files. */
  public Path journal() {
    return dir.resolve("journal");
  }

  public Path logs() {
    return dir.resolve("logs");
  }

  /** The user's settings, {@code millrace.yaml}. */
  public Path settings() {
    return dir.resolve("millrace.yaml");
  }

  /** Where the running system says how to reach it; absent when none runs. */
  public Path endpoints() {
    return dir.resolve("endpoints.json");
  }

  public Path adminPassword() {
    return dir.resolve("admin-password");
  }

  Path lock() {
    return dir.resolve("lock");
  }

  /** Makes what is missing and leaves what is there. */
  public void create() throws IOException {
    for (String bucket : BUCKETS) {
      Files.createDirectories(bucket(bucket));
    }
    Files.createDirectories(routes());
    Files.createDirectories(logs());
    // The database holds what the files held, so it is as private as the password.
    OwnerOnly.directory(db());
    OwnerOnly.directory(journal());
    if (Files.notExists(settings())) {
      try (InputStream template = Home.class.getResourceAsStream("millrace.yaml")) {
        Files.copy(template, settings());
        // Secrets of webhooks, of a broker and of single sign-on will stand in it.
        OwnerOnly.file(settings());
      }
    }
  }
}
