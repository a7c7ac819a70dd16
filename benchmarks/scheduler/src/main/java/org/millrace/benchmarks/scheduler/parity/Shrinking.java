package org.millrace.benchmarks.scheduler.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Makes a workload smaller, step by step, for as long as something holds of it. */
final class Shrinking {
  private static final List<String> SETTINGS =
      List.of("weight", "minShare", "maxShare", "maxCapacity", "maxApplications");

  // Each takes a run of both sides; what is left by then is small enough to look at.
  private static final int MOST_TRIES = 400;

  private final Predicate<JsonNode> holds;
  private int tries;
  private ObjectNode smallest;
  private boolean progress;

  private Shrinking(ObjectNode workload, Predicate<JsonNode> holds) {
    this.smallest = workload;
    this.holds = holds;
  }

  static ObjectNode of(JsonNode workload, Predicate<JsonNode> holds) {
    return new Shrinking(workload.deepCopy(), holds).shrink();
  }

  private ObjectNode shrink() {
    do {
      progress = false;
      dropElements("applications");
      dropElements("nodes");
      dropElements("queues");
      for (int i = 0; i < smallest.get("queues").size(); i++) {
        int queue = i;
        SETTINGS.forEach(name -> tryOut(w -> object(w, "queues", queue).remove(name)));
      }
      for (int i = 0; i < smallest.get("applications").size(); i++) {
        int application = i;
        smaller(w -> object(w, "applications", application), "submitAt", 0);
        smaller(w -> object(w, "applications", application), "taskTicks", 1);
        for (int j = 0; j < object(smallest, "applications", i).get("requests").size(); j++) {
          int request = j;
          smaller(
              w -> (ObjectNode) object(w, "applications", application).get("requests").get(request),
              "count",
              1);
        }
      }
      smaller(w -> w, "ticks", 1);
      tryOut(w -> w.put("grantsPerOffer", 1));
    } while (progress);
    return smallest;
  }

  private interface Place {
    ObjectNode in(ObjectNode workload);
  }

  private void smaller(Place place, String field, int least) {
    int now = place.in(smallest).path(field).asInt(least);
    for (int less : new int[] {least, now / 2, now - 1}) {
      if (less >= least && less < place.in(smallest).path(field).asInt(least)) {
        tryOut(w -> place.in(w).put(field, less));
      }
    }
  }

  private void dropElements(String list) {
    for (int size = smallest.get(list).size() / 2; size >= 1; size /= 2) {
      for (int from = smallest.get(list).size() - size; from >= 0; from -= size) {
        int first = from;
        int many = size;
        tryOut(
            w -> {
              ArrayNode elements = (ArrayNode) w.get(list);
              for (int i = 0; i < many && first < elements.size(); i++) {
                elements.remove(first);
              }
            });
      }
    }
  }

  private void tryOut(Consumer<ObjectNode> change) {
    ObjectNode smaller = smallest.deepCopy();
    change.accept(smaller);
    if (!smaller.equals(smallest) && tries++ < MOST_TRIES && holds.test(smaller)) {
      smallest = smaller;
      progress = true;
    }
  }

  private static ObjectNode object(ObjectNode workload, String list, int index) {
    return (ObjectNode) workload.get(list).get(index);
  }
}
