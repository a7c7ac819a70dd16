package org.millrace.scheduling.manager;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.millrace.scheduling.resource.Comparison;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.Policy;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

/** A cluster, a tree and a load made from a seed, and random events on them. */
final class RandomRun {
  private static final Resources MIN = Resources.of(256, 0);
  // So much that dominant shares need more than a long.
  private static final long LARGE = 1L << 50;

  final ResourceManager manager;
  final List<String> grants = new ArrayList<>();
  final Map<Long, ContainerGrant> running = new TreeMap<>();
  final Map<String, Resources> nodes = new TreeMap<>();

  /** Containers that were told to end. */
  final Set<Long> releasing = new HashSet<>();

  private final Random random;
  private final boolean largeNetwork;
  private final Map<String, QueueSettings> tree = new TreeMap<>();
  private final List<String> leaves = new ArrayList<>();
  private final List<Resources> sizes = new ArrayList<>();
  private final Map<Long, Map<Resources, Long>> asked = new TreeMap<>();
  private long applications;
  private long now;

  RandomRun(long seed) {
    random = new Random(seed);
    largeNetwork = random.nextInt(4) == 0;
    Policy policy = one(Policy.values());
    plant();
    manager =
        new ResourceManager(new SchedulerSettings(policy, one(Comparison.values()), MIN, 0, tree));
    int count = 1 + random.nextInt(9);
    for (int i = 0; i < count; i++) {
      Resources capacity = capacity();
      nodes.put("n" + i, capacity);
      manager.addNode("n" + i, "r" + i % 2, capacity);
    }
    for (int i = 0; i < 3; i++) {
      sizes.add(
          new Resources(
              256L * (1 + random.nextInt(4)), 250L * (1 + random.nextInt(4)), random.nextInt(200)));
    }
  }

  private void plant() {
    int queues = 1 + random.nextInt(9);
    for (int i = 0; i < queues; i++) {
      String path = "root.q" + i;
      tree.put(path, settings());
      int children = random.nextInt(3);
      for (int j = 0; j < children; j++) {
        String child = path + ".s" + j;
        tree.put(child, settings());
        if (random.nextInt(4) == 0) {
          tree.put(child + ".t", settings());
          child += ".t";
        }
        leaves.add(child);
      }
      if (children == 0) {
        leaves.add(path);
      }
    }
  }

  private QueueSettings settings() {
    QueueSettings.Builder settings =
        QueueSettings.builder()
            .weight(1 + random.nextInt(5))
            .capacity(random.nextInt(12))
            .maxCapacity(50 + random.nextInt(51))
            .smallQueueMb(random.nextBoolean() ? 0 : 600)
            .nodeLocalityDelay(random.nextInt(4) - 1);
    if (random.nextInt(3) == 0) {
      settings.policy(one(Policy.values()));
    }
    if (random.nextInt(3) == 0) {
      settings.minShare(Resources.of(512L * random.nextInt(4), 0));
    }
    if (random.nextInt(3) == 0) {
      settings.maxShare(Resources.of(2048 + 1024L * random.nextInt(4), 4));
    }
    if (random.nextInt(4) == 0) {
      settings.maxAmShare(0.25 * (1 + random.nextInt(4)));
    }
    if (random.nextInt(6) == 0) {
      settings.maxApplications(2 + random.nextInt(6));
    }
    return settings.build();
  }

  /** One random event. */
  void step() {
    switch (random.nextInt(7)) {
      case 0, 1 -> submit();
      case 2, 3 -> allocate(1 + random.nextInt(6));
      case 4 -> offer();
      default -> endOne();
    }
  }

  /** One queue takes what there is, then all others want it too. */
  void flood() {
    String first = one(leaves.toArray(String[]::new));
    for (int i = 0; i < 12; i++) {
      submit(first);
    }
    allocate(Integer.MAX_VALUE);
    for (int i = 0; i < 20; i++) {
      submit();
    }
  }

  private void submit() {
    submit(one(leaves.toArray(String[]::new)));
  }

  private void submit(String queue) {
    long id = ++applications;
    Resources am = MIN.times(random.nextInt(3));
    try {
      manager.submit(new Submission(id, "u", queue, am));
    } catch (SubmissionRefusedException e) {
      return;
    }
    Map<Resources, Long> counts = new TreeMap<>(java.util.Comparator.comparing(Object::toString));
    for (int i = 0; i <= random.nextInt(2); i++) {
      Resources size = sizes.get(random.nextInt(sizes.size()));
      long count = 1 + random.nextInt(6);
      boolean anywhere = random.nextInt(3) > 0;
      String node = "n" + random.nextInt(6);
      manager.ask(
          id,
          anywhere
              ? Ask.anywhere(1, size, count)
              : new Ask(
                  1,
                  size,
                  count,
                  Map.of(node, (int) count),
                  Map.of("r" + random.nextInt(3), (int) count)));
      counts.put(size, count);
    }
    asked.put(id, counts);
  }

  void allocate(int most) {
    manager.allocate(most).forEach(this::note);
  }

  private void offer() {
    manager.offer("n" + random.nextInt(nodes.size()), 1 + random.nextInt(3)).forEach(this::note);
  }

  private void note(ContainerGrant grant) {
    grants.add(grant.toString());
    running.put(grant.container(), grant);
    asked.get(grant.application()).merge(grant.size(), -1L, Long::sum);
  }

  void endOne() {
    if (!running.isEmpty()) {
      Long[] ids = running.keySet().toArray(Long[]::new);
      end(ids[random.nextInt(ids.length)]);
    }
  }

  void end(long container) {
    running.remove(container);
    releasing.remove(container);
    manager.end(container);
  }

  /** Applications that have got everything and whose containers have all ended are over. */
  void finishDone() {
    Set<Long> busy = new HashSet<>();
    running.values().forEach(grant -> busy.add(grant.application()));
    for (long id : List.copyOf(asked.keySet())) {
      boolean done = asked.get(id).values().stream().allMatch(count -> count == 0);
      if (done && !busy.contains(id)) {
        finish(id);
      }
    }
  }

  void finish(long application) {
    asked.remove(application);
    manager.finish(application);
  }

  /** One random event of those that change the cluster, the tree or what was asked. */
  void upheave() {
    List<Long> alive = List.copyOf(asked.keySet());
    Long application = alive.isEmpty() ? null : alive.get(random.nextInt(alive.size()));
    String node = "n" + random.nextInt(nodes.size());
    switch (random.nextInt(8)) {
      case 0 -> {
        if (application != null) {
          manager.move(application, one(leaves.toArray(String[]::new)));
        }
      }
      case 1 -> manager.pause(one(tree.keySet().toArray(String[]::new)), random.nextBoolean());
      case 2 -> {
        nodes.put(node, capacity());
        manager.changeNode(node, nodes.get(node));
      }
      case 3 -> {
        manager.removeNode(node).forEach(this::forget);
        manager.addNode(node, "r" + random.nextInt(2), nodes.get(node));
      }
      case 4 -> manager.preempt(now++).forEach(release -> releasing.add(release.container()));
      case 5 -> {
        tree.replaceAll((path, old) -> settings());
        manager.replace(
            new SchedulerSettings(one(Policy.values()), one(Comparison.values()), MIN, 0, tree));
      }
      case 6 -> {
        if (application != null) {
          finish(application);
        }
      }
      default -> {
        if (application != null) {
          Resources size = sizes.get(random.nextInt(sizes.size()));
          long count = random.nextInt(4);
          manager.ask(application, new Ask(1, size, count, Map.of(node, 1), Map.of()));
          asked.get(application).put(size, count);
        }
      }
    }
  }

  private void forget(long container) {
    running.remove(container);
    releasing.remove(container);
  }

  private Resources capacity() {
    long network = largeNetwork ? LARGE + random.nextInt(1000) : 1000;
    return new Resources(1024L * (1 + random.nextInt(8)), 1000L * (1 + random.nextInt(8)), network);
  }

  /** Asks again for what was taken. */
  void askAgain(List<ContainerGrant> taken) {
    for (ContainerGrant grant : taken) {
      Map<Resources, Long> counts = asked.get(grant.application());
      long count = counts.merge(grant.size(), 1L, Long::sum);
      manager.ask(grant.application(), Ask.anywhere(1, grant.size(), count));
    }
  }

  /** Containers that are asked for and could run on some node and in their queue. */
  long waiting() {
    long waiting = 0;
    for (Map.Entry<Long, Map<Resources, Long>> application : asked.entrySet()) {
      for (long count : application.getValue().values()) {
        waiting += count;
      }
    }
    return waiting;
  }

  List<Long> applications() {
    return List.copyOf(asked.keySet());
  }

  private <T> T one(T[] of) {
    return of[random.nextInt(of.length)];
  }
}
