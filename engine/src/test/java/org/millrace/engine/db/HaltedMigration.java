package org.millrace.engine.db;

import java.nio.file.Path;
import java.util.List;

/** A process that dies in the middle of a migration. */
public final class HaltedMigration {
  static final int CODE = 77;

  private HaltedMigration() {}

  public static void main(String[] args) {
    Database.embedded(Path.of(args[0]), 2, List.of("classpath:db/halting")).close();
  }

  /** Called by the migration. */
  public static boolean halt() {
    Runtime.getRuntime().halt(CODE);
    return true;
  }
}
