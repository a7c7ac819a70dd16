package org.millrace.manager.chaos;

import java.nio.file.Path;

/** The default: the queue table in the embedded database, which dies with the manager. */
class TableOnH2ChaosIT extends ChaosContract {
  @Override
  String settings(Path folder) {
    return "";
  }
}
