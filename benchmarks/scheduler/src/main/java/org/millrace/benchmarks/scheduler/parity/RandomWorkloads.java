package org.millrace.benchmarks.scheduler.parity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes workloads for which Millrace and YARN should grant alike. Equal seeds, equal workloads. */
final class RandomWorkloads {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Random random;
  private final boolean wide;
  private final String policy;
  // In MB.
  private final int size;
  private final int least;
  private int slots;

  private RandomWorkloads(Family family, String policy, long seed) {
    this.random = new Random(seed);
    // The first numbers of seeds that follow each other are alike.
    IntStream.range(0, 10).forEach(i -> random.nextInt());
    this.wide = family == Family.WIDE;
    this.policy = policy;
    this.size = wide ? one(1024, 1024, 1024, 512, 1536, 2048, 3072, 100, 1000, 4096) : 1024;
    this.least = wide && chance(40) ? size / one(2, 4, 1, size) : size;
  }

  static ObjectNode make(Family family, String policy, long seed) {
    return new RandomWorkloads(family, policy, seed).make();
  }

  private ObjectNode make() {
    ObjectNode workload = MAPPER.createObjectNode();
    workload.put("policy", policy).put("ticks", wide ? 20 + random.nextInt(60) : 80);
    workload.putObject("minAllocation").put("memoryMb", least).put("vcores", 1);
    addNodes(workload.putArray("nodes"));
    List<String> leaves = addQueues(workload.putArray("queues"));
    addApplications(workload.putArray("applications"), leaves, workload.get("ticks").asInt());
    // YARN's FIFO scheduler always gives what fits.
    if (!policy.equals("fifo") && !(wide && chance(30))) {
      workload.put("grantsPerOffer", wide ? one(1, 1, 2, 3, 7) : 1);
    }
    return workload;
  }

  private void addNodes(ArrayNode nodes) {
    int count = wide ? 1 + random.nextInt(chance(10) ? 40 : 12) : 3 + random.nextInt(10);
    int usual = wide ? 1 + random.nextInt(12) : one(4, 8);
    boolean uneven = wide && chance(50);
    for (int i = 0; i < count; i++) {
      int room = uneven && i > 0 ? random.nextInt(2 * usual + 1) : usual;
      slots += room;
      ObjectNode node =
          nodes.addObject().put("name", "n%02d".formatted(i)).put("rack", "r" + i / 4);
      // A node with room for less than a container is held for one by YARN's capacity scheduler,
      // except where that is less than the minimum allocation.
      int rest = wide && chance(30) ? random.nextInt(policy.equals("capacity") ? least : size) : 0;
      node.putObject("capacity").put("memoryMb", (long) room * size + rest).put("vcores", 64);
    }
  }

  private List<String> addQueues(ArrayNode queues) {
    List<String> leaves = new ArrayList<>();
    if (policy.equals("fifo") && !(wide && chance(50))) {
      queues.addObject().put("path", "root.default");
      return List.of("root.default");
    }
    int depth = wide ? 1 + random.nextInt(3) : 2;
    addChildren(
        queues, leaves, "root", depth, wide ? 1 + random.nextInt(6) : 2 + random.nextInt(3));
    return leaves;
  }

  private void addChildren(
      ArrayNode queues, List<String> leaves, String parent, int depth, int count) {
    List<String> percents = Percents.of(count, wide, random);
    List<String> names = names(parent.equals("root") ? "q" : "s", count);
    for (int i = 0; i < count; i++) {
      String path = parent + "." + names.get(i);
      ObjectNode queue = queues.addObject().put("path", path);
      settings(queue, percents.get(i));
      // Below a queue of 0 percent YARN wants no percentages.
      boolean some = new BigDecimal(percents.get(i)).signum() > 0;
      if (some && depth > 1 && queues.size() < 12 && chance(wide ? 40 : 55)) {
        addChildren(queues, leaves, path, depth - 1, wide ? 1 + random.nextInt(4) : one(2, 3));
      } else {
        leaves.add(path);
        // Of a parent YARN does not ask it, and of a fair queue it limits something else.
        if (wide && policy.equals("capacity") && chance(5)) {
          queue.put("maxApplications", 1 + random.nextInt(5));
        }
      }
    }
  }

  private List<String> names(String prefix, int count) {
    List<String> names = new ArrayList<>();
    if (wide && chance(50)) {
      // Order of name and order of declaration are not the same, nor are those of text and number.
      List<String> all =
          new ArrayList<>(List.of("a", "B", "b2", "b10", "c-d", "c_d", "C", "z", "Z9", "aa", "q1"));
      Collections.shuffle(all, random);
      names.addAll(all.subList(0, count));
    } else {
      IntStream.range(0, count).forEach(i -> names.add(prefix + i));
    }
    return names;
  }

  private void settings(ObjectNode queue, String percent) {
    if (wide && chance(30)) {
      queue.put("weight", new BigDecimal(Percents.weight(random)));
    } else {
      queue.put("weight", one(0.5, 1, 2, 3, 5));
    }
    queue.put("capacity", new BigDecimal(percent));
    queue.put("maxCapacity", new BigDecimal(Percents.most(percent, wide, random)));
    int most = Math.max(2, wide ? slots : slots / 2);
    if (chance(wide ? 40 : 35)) {
      queue.putObject("minShare").put("memoryMb", share(most)).put("vcores", 0);
    }
    if (chance(wide ? 30 : 15)) {
      queue.putObject("maxShare").put("memoryMb", share(most)).put("vcores", 4096);
    }
  }

  /** Of so many containers at most; sometimes of no whole number of them. */
  private long share(int most) {
    long whole = (long) size * (1 + random.nextInt(most));
    return wide && chance(30) ? 1 + Math.abs(random.nextLong() % (whole + size)) : whole;
  }

  private void addApplications(ArrayNode applications, List<String> leaves, int ticks) {
    int count = wide ? 1 + random.nextInt(one(5, 20, 60, 120)) : 10 + random.nextInt(50);
    int last = wide ? (chance(20) ? 1 : ticks) : 31;
    int most = wide ? one(2, 12, 50, 200) : slots > 40 ? 24 : 12;
    int longest = wide ? one(2, 12, 40) : 11;
    List<Integer> arrivals = new ArrayList<>();
    // Bursts: many at one of few ticks.
    int burst = wide && chance(30) ? 1 + random.nextInt(6) : 1;
    IntStream.range(0, count).forEach(i -> arrivals.add(random.nextInt(last) / burst * burst));
    Collections.sort(arrivals);
    int users = wide ? one(1, 1, 2, 5) : 1;
    for (int i = 0; i < count; i++) {
      ObjectNode application =
          applications
              .addObject()
              .put("id", i + 1)
              .put("user", users == 1 ? "u" : "u" + random.nextInt(users))
              .put("queue", leaves.get(random.nextInt(leaves.size())))
              .put("submitAt", arrivals.get(i))
              .put("taskTicks", 1 + random.nextInt(longest) + (wide ? 0 : 1));
      ArrayNode requests = application.putArray("requests");
      int parts = wide && chance(20) ? 1 + random.nextInt(3) : 1;
      for (int part = 0; part < parts; part++) {
        ObjectNode request = requests.addObject();
        if (parts > 1) {
          request.put("priority", 10 - part);
        }
        request.putObject("size").put("memoryMb", size).put("vcores", 1);
        request.put("count", 1 + random.nextInt(most));
      }
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private int one(int... of) {
    return of[random.nextInt(of.length)];
  }

  private double one(double... of) {
    return of[random.nextInt(of.length)];
  }
}
