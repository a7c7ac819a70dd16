package org.millrace.manager.wiring;

import java.io.PrintStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.millrace.engine.db.Database;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.StoreSettings.Datasource;

/**
 * Waits a while for what a process cannot start without, as processes that are started together do.
 * Says once that it waits, and in one message what is wrong when that was in vain.
 */
public final class StoreWait {
  /** As long as a database takes to start, and to recover after a crash. */
  private static final int USUAL_SECONDS = 60;

  private static final String SECONDS = "millrace.start.wait";

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final String ANSWER_SECONDS = "5";

  private final Duration longest;
  private final PrintStream notes;

  /** For a minute, or as many seconds as the system property {@code millrace.start.wait} says. */
  public static StoreWait usual() {
    return new StoreWait(
        Duration.ofSeconds(Integer.getInteger(SECONDS, USUAL_SECONDS)), System.err);
  }

  StoreWait(Duration longest, PrintStream notes) {
    this.longest = longest;
    this.notes = notes;
  }

  /**
   * Until the database answers.
   *
   * @throws RefusedException it refuses us, or is out of reach for too long
   */
  public void forDatabase(Datasource datasource) {
    await("the database " + datasource.shownUrl(), () -> problem(datasource));
  }

  /**
   * Until a system runs on a home.
   *
   * @throws RefusedException none does for too long
   */
  public void forSystem(Home home) {
    await(
        "a system to run on " + home.dir(),
        () ->
            Files.exists(home.endpoints())
                ? Optional.empty()
                : Optional.of(
                    new Problem(
                        "--home",
                        "must be the folder of a system that runs, and none runs there",
                        home.dir().toString(),
                        "start it first with: millrace up --home " + home.dir())));
  }

  private void await(String what, Supplier<Optional<Problem>> look) {
    long begun = System.nanoTime();
    Optional<Problem> problem = look.get();
    if (problem.isPresent()) {
      notes.println("Waiting up to " + longest.toSeconds() + " s for " + what + ".");
    }
    while (problem.isPresent()) {
      if (System.nanoTime() - begun > longest.toNanos() || Thread.currentThread().isInterrupted()) {
        throw new RefusedException(problem.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      problem = look.get();
    }
  }

  /** What is wrong and may pass; what will not pass is thrown. */
  private static Optional<Problem> problem(Datasource datasource) {
    boolean known = false;
    try {
      DriverManager.getDriver(datasource.url());
      known = true;
    } catch (SQLException noDriver) {
      // Said below, as whatever else no waiting mends.
    }
    try (Connection connection =
        DriverManager.getConnection(datasource.url(), properties(datasource))) {
      return Optional.empty();
    } catch (SQLException e) {
      Problem problem =
          new Problem(
              "millrace.yaml: datasource",
              "must be a database that can be reached, and is not (" + e.getMessage() + ")",
              datasource.shownUrl(),
              "start the database, or mend url, username and password");
      if (!known || !Database.unreachable(e)) {
        throw new RefusedException(problem);
      }
      return Optional.of(problem);
    }
  }

  private static Properties properties(Datasource datasource) {
    Properties properties = new Properties();
    Optional.ofNullable(datasource.username()).ifPresent(user -> properties.put("user", user));
    Optional.ofNullable(datasource.password()).ifPresent(word -> properties.put("password", word));
    if (datasource.url().startsWith("jdbc:postgresql:")) {
      properties.setProperty("loginTimeout", ANSWER_SECONDS);
      properties.setProperty("connectTimeout", ANSWER_SECONDS);
      properties.setProperty("socketTimeout", ANSWER_SECONDS);
    }
    return properties;
  }
}
