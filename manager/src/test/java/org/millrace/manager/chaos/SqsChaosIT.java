package org.millrace.manager.chaos;

import java.nio.file.Path;

/** The embedded SQS, which dies with the manager; its workers reach it over HTTP. */
class SqsChaosIT extends ChaosContract {
  @Override
  String settings(Path folder) {
    return "  transport: sqs\n";
  }
}
