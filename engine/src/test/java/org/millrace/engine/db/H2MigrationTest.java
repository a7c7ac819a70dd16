package org.millrace.engine.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the embedded database's schema that do not come to their end. */
class H2MigrationTest {
  private static final List<String> WHOLE = List.of("classpath:db/whole");

  @TempDir Path folder;

  @BeforeEach
  void fill() {
    try (Database db = Database.embedded(folder, 2)) {
      db.jdbc().sql("insert into lane (queue, stage) values ('root.a', 'parse')").update();
    }
  }

  @Test
  void aProcessThatDiesInAMigrationLosesNothing() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HaltedMigration.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isEqualTo(HaltedMigration.CODE);

    try (Database db = Database.embedded(folder, 2, WHOLE)) {
      assertThat(count(db, "lane")).isOne();
      assertThat(count(db, "second_step")).isZero();
    }
    assertThat(folder).isDirectoryNotContaining("glob:**before-migration*");
  }

  @Test
  void aMigrationThatFailsIsUndoneAtTheNextStart() {
    assertThatThrownBy(() -> Database.embedded(folder, 2, List.of("classpath:db/failing")))
        .hasMessageContaining("V9001__two_steps.sql");

    try (Database db = Database.embedded(folder, 2, WHOLE)) {
      assertThat(count(db, "lane")).isOne();
      assertThat(count(db, "first_step")).isZero();
    }
  }

  private static long count(Database db, String table) {
    return db.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }
}
