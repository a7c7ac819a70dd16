package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.millrace.scheduling.resource.Resources;

/** An application while the manager runs. */
final class App {
  private static final Comparator<PendingAsk> BY_PRIORITY =
      Comparator.<PendingAsk>comparingInt(ask -> ask.priority)
          .thenComparing(ask -> ask.size.size.memoryMb())
          .thenComparing(ask -> ask.size.size.vcoresMilli())
          .thenComparing(ask -> ask.size.size.networkBytesPerSecond());

  final long id;
  final String user;
  final Resources am;
  // See Numbered.
  int number;
  LeafQueue queue;
  boolean active;
  boolean finished;
  int containers;
  // Nearly every application has one to three.
  private final ArrayList<PendingAsk> asks = new ArrayList<>(1);

  App(long id, String user, Resources am, LeafQueue queue) {
    this.id = id;
    this.user = user;
    this.am = am;
    this.queue = queue;
  }

  /** In order of priority, lowest number first. */
  List<PendingAsk> asks() {
    return asks;
  }

  /** Null when there is none. */
  PendingAsk ask(int priority, Resources size) {
    for (PendingAsk ask : asks) {
      if (ask.priority == priority && ask.size.size.equals(size)) {
        return ask;
      }
    }
    return null;
  }

  void add(PendingAsk ask) {
    asks.add(ask);
    asks.sort(BY_PRIORITY);
  }

  void remove(PendingAsk ask) {
    asks.remove(ask);
  }

  PendingAsk firstAsk(SizeSet sizes) {
    for (PendingAsk ask : asks) {
      if (ask.isOpen() && sizes.contains(ask.size.index)) {
        return ask;
      }
    }
    throw new IllegalStateException(
        "application %d: stands for a size it does not ask for; indicates a bug".formatted(id));
  }

  boolean wants(SizeClass size) {
    for (PendingAsk ask : asks) {
      if (ask.size == size && ask.isOpen()) {
        return true;
      }
    }
    return false;
  }
}
