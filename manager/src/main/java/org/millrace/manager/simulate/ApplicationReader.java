package org.millrace.manager.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.scheduling.manager.Ask;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.simulate.Workload;

/** Reads a workload's applications. */
final class ApplicationReader {
  private static final Set<String> FIELDS =
      Set.of("id", "user", "queue", "submitAt", "taskTicks", "am", "requests");
  private static final Set<String> REQUEST_FIELDS =
      Set.of("priority", "size", "count", "nodes", "racks");
  private static final int MOST_TICKS = 1_000_000;

  private final Set<String> leaves;
  private final Set<String> nodes;
  private final Set<String> racks;
  private final Map<Long, String> places = new HashMap<>();
  private final Sum asked = new Sum();

  ApplicationReader(Set<String> leaves, List<Workload.Node> nodes) {
    this.leaves = leaves;
    this.nodes = nodes.stream().map(Workload.Node::name).collect(Collectors.toSet());
    this.racks = nodes.stream().map(Workload.Node::rack).collect(Collectors.toSet());
  }

  List<Workload.Application> read(List<Cursor> list) {
    return list.stream().map(this::readOne).toList();
  }

  private Workload.Application readOne(Cursor application) {
    application.mustBeObject().allow(FIELDS);
    Cursor idAt = application.required("id");
    long id = idAt.whole(0, Long.MAX_VALUE / 2);
    String before = places.putIfAbsent(id, application.path());
    if (before != null) {
      idAt.note("must be the only one of its id", "the other is " + before);
    }
    Cursor queueAt = application.required("queue");
    String queue = queueAt.text();
    if (!queue.isEmpty() && !leaves.contains(queue)) {
      queueAt.note("must be a queue without queues below it", DidYouMean.remedy(queue, leaves));
    }
    return new Workload.Application(
        id,
        application.has("user") ? application.get("user").text() : "",
        queue,
        application.has("submitAt") ? (int) application.get("submitAt").whole(0, MOST_TICKS) : 0,
        (int) application.required("taskTicks").whole(1, MOST_TICKS),
        application.has("am") ? size(application.get("am")) : null,
        requests(application.required("requests")));
  }

  private List<Ask> requests(Cursor list) {
    List<Ask> asks = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    for (Cursor request : list.elements()) {
      request.mustBeObject().allow(REQUEST_FIELDS);
      int priority =
          request.has("priority") ? (int) request.get("priority").whole(0, Integer.MAX_VALUE) : 1;
      Resources size = size(request.required("size"));
      String before = seen.putIfAbsent(priority + " " + size, request.path());
      if (before != null) {
        request.note("must be the only one of its priority and size", "add its count to " + before);
      }
      long count = request.required("count").whole(0, Integer.MAX_VALUE);
      asked.add(size, count, request);
      asks.add(
          new Ask(
              priority,
              size,
              count,
              counts(request.get("nodes"), nodes),
              counts(request.get("racks"), racks)));
    }
    return asks;
  }

  /** A size of at least 1 MB, also when what is there is wrong. */
  private static Resources size(Cursor at) {
    Resources size = Amounts.read(at, Resources.NONE);
    if (size.memoryMb() >= 1) {
      return size;
    }
    at.note("must have a memoryMb of at least 1", "such as 1024");
    return Resources.of(1, 0);
  }

  private static Map<String, Integer> counts(Cursor at, Set<String> known) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Cursor field : at.mustBeObject().fields()) {
      if (!known.contains(field.name())) {
        field.note("must be one of the nodes' names", DidYouMean.remedy(field.name(), known));
      }
      int count = (int) field.whole(0, Integer.MAX_VALUE);
      if (count > 0) {
        counts.put(field.name(), count);
      }
    }
    return counts;
  }
}
