package org.millrace.engine.announce;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.millrace.engine.ledger.JobState;

/**
 * Somebody who is told of jobs' ends.
 *
 * @param url posted to; nothing else is ever asked, wherever it redirects
 * @param secret signs what is posted
 * @param on the ends that are told
 * @param queues whose jobs, with the queues below them; empty for all
 */
public record Webhook(URI url, String secret, Set<JobState> on, List<String> queues) {
  /** In characters. */
  public static final int LONGEST_URL = 1000;

  public Webhook {
    on = Set.copyOf(on);
    queues = List.copyOf(queues);
  }

  /** Whether the end of a job in this queue is to be told. */
  public boolean wants(JobState end, String queue) {
    return on.contains(end)
        && (queues.isEmpty()
            || queues.stream()
                .anyMatch(each -> queue.equals(each) || queue.startsWith(each + ".")));
  }

  /** Without the secret, for logs. */
  @Override
  public String toString() {
    return url + " on " + on + (queues.isEmpty() ? "" : " of " + queues);
  }
}
