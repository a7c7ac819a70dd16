package org.millrace.processors.logs;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.task.TaskContext;

/**
 * Adds up groups of many partials and gives them sorted, with bounded memory: what does not fit the
 * table is spilled as sorted runs, which are merged at the end.
 */
final class GroupMerge {
  private static final int INLINE = 1 << 20;

  private final ObjectStore store;
  private final TaskContext context;
  private final GroupTable table;
  private final List<Spooled> runs = new ArrayList<>();

  GroupMerge(ObjectStore store, TaskContext context, int maxGroups) {
    this.store = store;
    this.context = context;
    this.table = new GroupTable(maxGroups);
  }

  /** Takes one group after the other. */
  interface Consumer {
    void accept(Group group) throws IOException;
  }

  void add(Spooled groups) throws IOException {
    try (DataInputStream in = open(groups)) {
      for (Group group = Group.readFrom(in); group != null; group = Group.readFrom(in)) {
        byte[] name = group.outcome();
        table.add(group.hour(), name, 0, name.length, group.records(), group.bytes());
        if (table.isFull()) {
          spill();
        }
      }
    }
  }

  /** Nothing may be added after this. */
  void finish() throws IOException {
    spill();
  }

  private void spill() throws IOException {
    if (!table.isEmpty()) {
      // Only the one run of a usual summary stays in memory.
      Spool spool = new Spool(context, "run-" + runs.size(), runs.isEmpty() ? INLINE : 0);
      table.drainTo(spool.data());
      runs.add(spool.finish());
    }
  }

  /** Every group once, by hour and then by the bytes of the outcome; may be called again. */
  void forEach(Consumer consumer) throws IOException {
    PriorityQueue<Run> queue = new PriorityQueue<>((a, b) -> a.head.compareKey(b.head));
    for (Spooled spooled : runs) {
      queue.add(new Run(open(spooled)));
    }
    Group current = null;
    while (!queue.isEmpty()) {
      Run run = queue.poll();
      Group head = run.head;
      if (current == null || current.compareKey(head) != 0) {
        if (current != null) {
          consumer.accept(current);
        }
        current = head;
      } else {
        current = current.plus(head);
      }
      if (run.advance()) {
        queue.add(run);
      }
    }
    if (current != null) {
      consumer.accept(current);
    }
  }

  private DataInputStream open(Spooled spooled) {
    return new DataInputStream(new BufferedInputStream(new SpooledInput(store, spooled), 4096));
  }

  private static final class Run {
    private final DataInputStream in;
    private Group head;

    Run(DataInputStream in) throws IOException {
      this.in = in;
      advance();
    }

    boolean advance() throws IOException {
      head = Group.readFrom(in);
      return head != null;
    }
  }
}
