package org.millrace.manager.chaos;

import java.nio.file.Path;

/** The embedded broker, which dies with the manager; its workers reach it over TCP. */
class PushChaosIT extends ChaosContract {
  @Override
  String settings(Path folder) {
    return "  transport: push\n";
  }
}
