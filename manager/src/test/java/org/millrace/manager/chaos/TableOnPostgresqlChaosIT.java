package org.millrace.manager.chaos;

import java.io.IOException;
import java.nio.file.Path;

/** The queue table in PostgreSQL, whose server is killed as well. */
class TableOnPostgresqlChaosIT extends ChaosContract {
  private Postgres9 postgres;

  @Override
  String settings(Path folder) throws IOException {
    postgres = new Postgres9(folder.resolve("postgres"));
    return "  datasource: {url: '" + postgres.url() + "', username: postgres}\n";
  }

  @Override
  boolean killDatabase() throws IOException {
    postgres.killAndRestart();
    return true;
  }

  @Override
  void end() throws IOException {
    postgres.close();
  }
}
