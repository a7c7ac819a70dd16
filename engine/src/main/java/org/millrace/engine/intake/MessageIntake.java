package org.millrace.engine.intake;

import java.util.List;

/**
 * Takes messages from outside. A stream has no end, so a source's messages become a job a window:
 * the first opens it, and after its time or count it is closed; the job has COMPLETED when all its
 * messages have been worked off. Each message is a task of the pipeline's entry stage.
 *
 * <p><b>Guarantees.</b> When {@link #accept} returns, every message is in the database together
 * with its task, its count and its receipt; when it throws, none is. A delivery with an id has one
 * effect, however often and by however many processes it is given, for as long as receipts are
 * kept. Thread-safe; blocks for a transaction, one at a time a source.
 */
public interface MessageIntake {
  /** What stands for a bucket in the input of a window's job; the key is {@code SOURCE/SINCE}. */
  String BUCKET = "messages";

  /**
   * Takes these deliveries, all in one transaction.
   *
   * @return what became of each, in their order
   * @throws NoPipelineException the source's pipeline is not loaded
   * @throws RepeatConflictException an id was used before for something else
   */
  List<Accepted> accept(StreamSource source, List<Delivery> deliveries);
}
