package org.millrace.processors.logs;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.task.TaskContext;

/**
 * Merges the {@link Partial}s of all chunks (the body, an {@link Iterable} in any order, of
 * partials or what converts to them) into the results {@code summary.csv}, {@code summary.json} and
 * {@code rejects.csv}. Memory is bounded whatever the number of groups and rejects. Without any
 * partial, as of an empty input, the results hold no rows. Thread-safe; blocks.
 */
public final class SummariseProcessor implements Processor {
  private final ObjectStore store;
  private final int maxGroups;

  public SummariseProcessor(ObjectStore store) {
    this(store, GroupTable.MAX_GROUPS);
  }

  SummariseProcessor(ObjectStore store, int maxGroups) {
    this.store = store;
    this.maxGroups = maxGroups;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    long started = System.nanoTime();
    TaskContext context = TaskContext.of(exchange);
    GroupMerge groups = new GroupMerge(store, context, maxGroups);
    Totals totals = new Totals(context.settings().get("format"));
    List<Part> parts = new ArrayList<>();

    // 1. Add up what can be added in any order; remember of each chunk what needs the order.
    for (Object each : exchange.getMessage().getMandatoryBody(Iterable.class)) {
      Partial partial =
          exchange
              .getContext()
              .getTypeConverter()
              .mandatoryConvertTo(Partial.class, exchange, each);
      groups.add(partial.groups());
      totals.add(partial);
      parts.add(new Part(partial.message(), partial.index(), partial.lines(), partial.rejected()));
    }
    groups.finish();

    // 2. Write the results, the rejects with their lines counted over all chunks.
    parts.sort(Comparator.comparingLong(Part::message).thenComparingInt(Part::index));
    checkComplete(parts);
    ResultFiles results = new ResultFiles(context);
    results.summaryCsv(groups);
    results.rejectsCsv(sink -> forEachReject(parts, sink));
    totals.summariseNanos(System.nanoTime() - started);
    results.summaryJson(groups, totals);
    exchange.getMessage().setBody(null);
  }

  private static void checkComplete(List<Part> parts) {
    Part before = null;
    for (Part part : parts) {
      // A message may be empty, and then it has no chunk; an object's chunks are all there.
      int due = before != null && before.message() == part.message() ? before.index() + 1 : 0;
      if (part.index() != due) {
        throw new IllegalStateException(
            "the partial of every chunk is needed exactly once, at chunk "
                + due
                + " there is that of chunk "
                + part.index()
                + "; indicates a bug");
      }
      before = part;
    }
  }

  private void forEachReject(List<Part> parts, ResultFiles.RejectSink sink) throws IOException {
    long linesBefore = 0;
    for (Part part : parts) {
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(new SpooledInput(store, part.rejected())))) {
        for (Reject reject = Reject.readFrom(in); reject != null; reject = Reject.readFrom(in)) {
          sink.accept(linesBefore + reject.line(), reject);
        }
      }
      linesBefore += part.lines();
    }
  }

  private record Part(long message, int index, long lines, Spooled rejected) {}
}
