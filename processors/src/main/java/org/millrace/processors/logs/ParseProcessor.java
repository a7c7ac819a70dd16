package org.millrace.processors.logs;

import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.task.TaskContext;
import org.millrace.processors.logs.format.LogRecord;

/**
 * Turns a {@link Chunk} into a {@link Partial}: sums by hour and outcome, and the lines that did
 * not parse. Large ones go to intermediate objects, so that memory depends neither on the chunk's
 * size nor on what is in it. The same chunk gives the same partial but for the time it took.
 *
 * <p>Of a rejected line at most 8 KiB are kept. Thread-safe; blocks to read the chunk.
 */
public final class ParseProcessor implements Processor {
  private static final int INLINE_GROUPS = 16 << 10;
  private static final int INLINE_REJECTS = 2 << 10;

  private final ObjectStore store;

  public ParseProcessor(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
    exchange.getMessage().setBody(parse(chunk, TaskContext.of(exchange)));
  }

  private Partial parse(Chunk chunk, TaskContext context) throws IOException {
    long started = System.nanoTime();
    GroupTable groups = new GroupTable();
    Spool groupSpool = new Spool(context, "groups", INLINE_GROUPS);
    Spool rejectSpool = new Spool(context, "rejects", INLINE_REJECTS);
    Tally tally = new Tally();
    long lines;
    try (ParsingReader reader =
        new ParsingReader(LineReader.of(chunk.open(store), chunk.layout()), chunk.layout())) {
      while (reader.next()) {
        if (reader.reason() == null) {
          tally.count(reader.record(), groups);
          if (groups.isFull()) {
            groups.drainTo(groupSpool.data());
          }
        } else {
          tally.rejects++;
          reader.reject(chunk.linesBefore()).writeTo(rejectSpool.data());
        }
      }
      lines = chunk.linesBefore() + reader.lines();
    }
    groups.drainTo(groupSpool.data());
    return new Partial(
        chunk.message(),
        chunk.index(),
        chunk.layout().format(),
        lines,
        tally.records,
        tally.rejects,
        tally.bytes,
        tally.flags,
        System.nanoTime() - started,
        groupSpool.finish(),
        rejectSpool.finish());
  }

  private static final class Tally {
    private long records;
    private long rejects;
    private long bytes;
    private Flags flags = Flags.NONE;

    void count(LogRecord record, GroupTable groups) {
      records++;
      bytes += record.bytes();
      groups.add(
          record.hour(),
          record.outcomeBytes(),
          record.outcomeFrom(),
          record.outcomeTo(),
          1,
          record.bytes());
      if (record.flag() != null) {
        flags = flags.plus(record.flag());
      }
    }
  }
}
