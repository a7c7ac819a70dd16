package org.millrace.engine.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.millrace.engine.task.Outcome;
import org.millrace.engine.task.Task;

/**
 * Takes a lane's tasks from every store that has some: first from those that the lane was sent by
 * before, then from today's. A batch comes from one of them, and is settled there.
 */
final class DrainingConsumer implements LaneConsumer {
  private final List<Supplier<LaneConsumer>> stores;
  private final List<LaneConsumer> opened = new ArrayList<>();
  private int at;

  /**
   * @param stores at least one; today's last
   */
  DrainingConsumer(List<Supplier<LaneConsumer>> stores) {
    this.stores = stores;
  }

  @Override
  public List<Task> claim(int max) {
    for (int tried = 0; tried < stores.size(); tried++) {
      List<Task> claimed = current().claim(max);
      if (!claimed.isEmpty()) {
        return claimed;
      }
      at = (at + 1) % stores.size();
    }
    return List.of();
  }

  @Override
  public List<Task> settle(List<Outcome> outcomes, int nextMax) {
    List<Task> next = current().settle(outcomes, nextMax);
    return next.isEmpty() && nextMax > 0 ? claim(nextMax) : next;
  }

  @Override
  public boolean isInDatabase() {
    return current().isInDatabase();
  }

  @Override
  public void close() {
    opened.forEach(LaneConsumer::close);
  }

  private LaneConsumer current() {
    while (opened.size() <= at) {
      opened.add(stores.get(opened.size()).get());
    }
    return opened.get(at);
  }
}
