package org.millrace.routes.intake.sqs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.intake.Delivery;
import org.millrace.engine.intake.MessageIntake;
import org.millrace.engine.intake.StreamSource;
import org.millrace.routes.intake.Blame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/** Messages of a queue are messages of a source; SQS's id tells one that comes again. */
final class TakeMessages implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(TakeMessages.class);

  private final MessageIntake intake;
  private final StreamSource source;

  TakeMessages(MessageIntake intake, StreamSource source) {
    this.intake = intake;
    this.source = source;
  }

  @Override
  public List<Verdict> handle(List<Message> messages) {
    try {
      intake.accept(source, messages.stream().map(TakeMessages::delivery).toList());
      return messages.stream().map(each -> Verdict.DONE).toList();
    } catch (RuntimeException e) {
      if (messages.size() == 1 && Blame.of(e) == Blame.INPUT) {
        return List.of(
            new Verdict.Dead(
                "source " + source.name() + ": it cannot be stored: " + Blame.reason(e)));
      }
      if (messages.size() == 1) {
        LOG.warn(
            "source {}: message {} is not taken, SQS delivers it again: {}",
            source.name(),
            messages.get(0).messageId(),
            e.getMessage());
        return List.of(Verdict.LATER);
      }
      // One that cannot be taken holds no other up.
      List<Verdict> verdicts = new ArrayList<>();
      messages.forEach(each -> verdicts.addAll(handle(List.of(each))));
      return verdicts;
    }
  }

  private static Delivery delivery(Message message) {
    Map<String, Object> headers = new HashMap<>();
    message
        .messageAttributes()
        .forEach(
            (name, value) -> {
              if (value.stringValue() != null) {
                headers.put(name, value.stringValue());
              }
            });
    return Delivery.of(
        Optional.of("sqs:" + message.messageId()),
        new org.millrace.engine.intake.Message(headers, message.body()));
  }
}
