package org.millrace.engine.node;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.millrace.engine.Databases;
import org.millrace.engine.EngineHarness;
import org.millrace.engine.LocalSqs;
import org.millrace.engine.db.Database;

class SqsCrashTest extends CrashContract {
  private final LocalSqs.Way way = new LocalSqs.Way();

  @Override
  Database database() {
    return Databases.h2();
  }

  @Override
  EngineHarness.Ways ways() {
    return way.ways(LocalSqs.settings().withVisibility(Duration.ofSeconds(2)));
  }

  @AfterEach
  void close() {
    way.close();
  }
}
