package org.millrace.engine.transport.sqs;

import java.time.Duration;

/**
 * How lanes are kept in SQS.
 *
 * @param prefix what names of queues begin with: 1 to 20 of {@code A-Z a-z 0-9 _ -}; two systems on
 *     one account have different ones
 * @param fifo whether queues are FIFO, and a job's tasks of one lane are claimed in the order in
 *     which they were sent, one container at a time
 * @param visibility for how long a delivered message is hidden from others unless that is extended,
 *     whole seconds, at least 2; a task whose worker died is delivered again after this
 * @param idle a queue is removed when it has been empty, and no job lives that could need it, for
 *     so long
 * @param overdue what the process that is to send it has not sent after so long, since it died, the
 *     leader sends
 * @param backlog a queue that holds so many gets no more for a moment: emulators take longer for
 *     every call the more a queue holds. {@code Integer.MAX_VALUE} for Amazon's, which do not
 */
public record SqsSettings(
    String prefix,
    boolean fifo,
    Duration visibility,
    Duration idle,
    Duration overdue,
    int backlog) {
  public static final SqsSettings DEFAULT =
      new SqsSettings(
          "millrace",
          false,
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Duration.ofSeconds(5),
          Integer.MAX_VALUE);

  public SqsSettings withPrefix(String other) {
    return new SqsSettings(other, fifo, visibility, idle, overdue, backlog);
  }

  public SqsSettings withFifo(boolean whether) {
    return new SqsSettings(prefix, whether, visibility, idle, overdue, backlog);
  }

  public SqsSettings withVisibility(Duration other) {
    return new SqsSettings(prefix, fifo, other, idle, overdue, backlog);
  }

  public SqsSettings withIdle(Duration other) {
    return new SqsSettings(prefix, fifo, visibility, other, overdue, backlog);
  }

  public SqsSettings withOverdue(Duration other) {
    return new SqsSettings(prefix, fifo, visibility, idle, other, backlog);
  }

  public SqsSettings withBacklog(int other) {
    return new SqsSettings(prefix, fifo, visibility, idle, overdue, other);
  }
}
