package org.millrace.engine.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.h2.tools.Restore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An H2 database as it was before its schema is changed. It lies beside the database for as long as
 * the change takes, so it is there at a start only when the last one did not come to its end.
 */
final class MigrationCopy extends BaseCallback {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationCopy.class);

  private final Path folder;
  private final String name;
  private final Path copy;
  private boolean made;

  /**
   * @param name of the database's file, without its ending
   */
  MigrationCopy(Path folder, String name) {
    this.folder = folder.toAbsolutePath();
    this.name = name;
    this.copy = this.folder.resolve(name + ".before-migration.zip");
  }

  /** Undoes a change that was not finished. Nobody may have the database open. */
  void putBack() {
    if (Files.exists(copy)) {
      LOG.warn(
          "database {}: the last start did not finish changing its schema; putting back what was"
              + " there before, and beginning again",
          folder.resolve(name));
      // Again from the beginning, should this be cut short too: the copy goes last.
      Restore.execute(copy.toString(), folder.toString(), name);
      remove();
    }
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE && !made;
  }

  @Override
  public void handle(Event event, Context context) {
    Path unfinished = folder.resolve(name + ".before-migration.new");
    try (PreparedStatement backup = context.getConnection().prepareStatement("backup to ?")) {
      backup.setString(1, unfinished.toString());
      backup.execute();
      Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
      made = true;
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(
          "database "
              + folder.resolve(name)
              + ": must be copied before its schema is changed, and was not: "
              + e.getMessage()
              + " (is there room for it twice?)",
          e);
    }
  }

  /** The schema is as it should be. */
  void remove() {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
