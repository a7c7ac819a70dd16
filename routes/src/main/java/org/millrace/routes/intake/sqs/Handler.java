package org.millrace.routes.intake.sqs;

import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;

/** What is done with messages of one queue. */
interface Handler {
  /**
   * Returns when what is {@link Verdict.Done} is stored for good.
   *
   * @return a verdict for each, in their order
   */
  List<Verdict> handle(List<Message> messages);
}
