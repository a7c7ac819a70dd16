package org.millrace.engine.transport.table;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.millrace.engine.task.Task;

/**
 * What a row of the queue table in a lease's hand holds: a task, or several of one job that were
 * sent together.
 *
 * @param id what its table knows the row by, and each of its tasks
 * @param uid the row's own
 */
record Parcel(long id, UUID uid, List<Task> tasks) {

  static List<Task> tasks(Collection<Parcel> parcels) {
    return parcels.stream().flatMap(each -> each.tasks().stream()).toList();
  }

  /** The first of its tasks: its job, attempt and whether it is to come alone are those of all. */
  Task first() {
    return tasks.get(0);
  }
}
