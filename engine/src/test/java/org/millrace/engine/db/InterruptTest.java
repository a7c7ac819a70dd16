package org.millrace.engine.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that take too long, and threads at a shutdown, are interrupted wherever they are. */
class InterruptTest {
  @TempDir Path folder;

  @Test
  void anInterruptedThreadLeavesTheEmbeddedDatabaseOpen() throws Exception {
    try (Database db = Database.embedded(folder, 4)) {
      db.jdbc().sql("create table line (text varchar(10000))").update();
      AtomicBoolean over = new AtomicBoolean();
      Thread writer =
          new Thread(
              () -> {
                while (!over.get()) {
                  write(db);
                }
              });
      writer.start();
      for (int n = 0; n < 200; n++) {
        writer.interrupt();
        long before = count(db);
        assertThat(before).isNotNegative();
      }
      over.set(true);
      writer.join();
    }
  }

  private static void write(Database db) {
    try {
      db.jdbc().sql("insert into line values (?)").param("x".repeat(8000)).update();
    } catch (RuntimeException interrupted) {
      Thread.interrupted();
    }
  }

  private static long count(Database db) {
    return db.jdbc().sql("select count(*) from line").query(Long.class).single();
  }
}
