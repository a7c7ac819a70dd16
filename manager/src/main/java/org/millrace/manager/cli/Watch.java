package org.millrace.manager.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Follows a job until it has ended. */
final class Watch {
  private static final long INTERVAL_MILLIS = 250;

  /** Shows how far a job is. */
  interface Display extends AutoCloseable {
    void show(Map<String, Object> job);

    @Override
    void close();
  }

  private Watch() {}

  /**
   * @return the job as it ended
   */
  static Map<String, Object> follow(Client client, String id, Display display) throws IOException {
    try (display) {
      while (true) {
        Map<String, Object> job = Json.object(client.get("/api/v1/jobs/" + Client.segment(id)));
        display.show(job);
        if (JobOutput.ended(job)) {
          return job;
        }
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      throw ClientException.failed("job " + id + ": no longer watched; it goes on");
    }
  }
}
