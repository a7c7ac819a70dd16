package org.millrace.manager.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.millrace.engine.Json;
import org.millrace.engine.control.Steering;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.ledger.QueueMarks.Mark;
import org.millrace.engine.node.NodeInfo;
import org.millrace.engine.node.Scheduler;
import org.millrace.manager.api.ApiException;
import org.millrace.manager.api.Workers;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.settings.QueueDraft;
import org.millrace.manager.settings.Settings;
import org.millrace.scheduling.manager.QueueSnapshot;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The tree of queues as bars; one queue, and what other settings of it would give. */
@RestController
final class QueuePages implements Prepared {
  private final Pages pages;
  private final Pulse pulse;
  private final Scheduler scheduler;
  private final Steering steering;
  private final Workers workers;
  private final Supplier<Settings> settings;
  private final QueueMarks drained;

  QueuePages(
      Pages pages,
      Pulse pulse,
      Scheduler scheduler,
      Steering steering,
      Workers workers,
      Supplier<Settings> settings,
      QueueMarks drainedQueues) {
    this.drained = drainedQueues;
    this.pages = pages;
    this.pulse = pulse;
    this.scheduler = scheduler;
    this.steering = steering;
    this.workers = workers;
    this.settings = settings;
  }

  /**
   * @param under where the tree begins
   * @param q lists queues whose path contains it instead
   * @param from so many of the top's children are passed over
   * @param request its {@code open} are those that are unfolded, an empty one for none; as many as
   *     there is room for when none is said
   */
  @GetMapping("/queues")
  ResponseEntity<String> queues(
      @RequestParam(defaultValue = "root") String under,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "0") int from,
      HttpServletRequest request) {
    Optional<List<String>> open =
        Optional.ofNullable(request.getParameterValues("open")).map(List::of);
    return pages.shared(request, "queues", () -> tree(under, q.strip(), from, open));
  }

  @Override
  public void prepare() {
    pages.prepare("queues", tree("root", "", 0, Optional.empty()));
  }

  private Map<String, ?> tree(String under, String q, int from, Optional<List<String>> open) {
    QueueSnapshot root = pulse.now().queues();
    Set<String> drains = drained.all().stream().map(Mark::queue).collect(Collectors.toSet());
    for (String queue : drains) {
      root = root.with(queue);
    }
    return Map.of(
        "under",
        under,
        "q",
        q,
        "cluster",
        root.guaranteed(),
        "drained",
        drains,
        "rows",
        q.isEmpty()
            ? new QueueTree(find(root, under), root.guaranteed(), from, open).rows()
            : QueueTree.search(root, q, root.guaranteed()));
  }

  /** With fields of the settings as parameters, it tells what they would change. */
  @GetMapping("/queues/{path}")
  ResponseEntity<String> queue(
      @PathVariable String path,
      @RequestParam Map<String, String> fields,
      HttpServletRequest request) {
    QueueSnapshot root = pulse.now().queues();
    QueueSnapshot queue = root.find(path).orElseGet(() -> onDemand(root, path));
    Viewer viewer = Viewer.of(request);
    Map<String, Object> model = new HashMap<>();
    model.put("queue", queue);
    model.put("cluster", root.guaranteed());
    model.put("bar", QueueRow.Bar.of(queue, root.guaranteed()));
    model.put("pause", pause(path).orElse(null));
    model.put("drain", drained.over(path).orElse(null));
    model.put("steers", viewer.operates() && administers(viewer, path));
    model.put("configures", viewer.operates() && steering.mayConfigure(viewer.user(), path));
    model.put("policy", policy(path));
    model.put("fields", QueueDraft.fields(settings.get().scheduler(), path));
    model.put("given", fields);
    model.put("tag", QueueDraft.tag(settings.get().scheduler(), path));
    model.put("apply", Json.write(settingsOf(fields, path)));
    boolean full = full(fields, root);
    model.put("full", full);
    model.put("problems", List.of());
    model.put("draft", null);
    model.put("rows", List.of());
    if (!fields.isEmpty()) {
      preview(path, fields, root, full, model);
    }
    return pages.page(request, "queue", model);
  }

  /** What the form says of the queue, as the API takes it. */
  private Map<String, String> settingsOf(Map<String, String> given, String path) {
    Map<String, String> settingsOnly = new TreeMap<>(given);
    settingsOnly.keySet().retainAll(QueueDraft.fields(settings.get().scheduler(), path).keySet());
    return settingsOnly;
  }

  /** Whether every queue is taken to want everything; so it is when nothing is wanted now. */
  private static boolean full(Map<String, String> fields, QueueSnapshot root) {
    return "all".equals(fields.get("if")) || fields.get("if") == null && root.demand().isNone();
  }

  private void preview(
      String path,
      Map<String, String> fields,
      QueueSnapshot root,
      boolean full,
      Map<String, Object> model) {
    try {
      QueueDraft draft = QueueDraft.of(settings.get().scheduler(), path, fields);
      model.put("draft", draft);
      model.put(
          "rows",
          new WhatIf(root, working(), full)
              .compare(settings.get().scheduler(), draft.settings(), path));
    } catch (RefusedException e) {
      model.put("problems", e.problems().stream().map(Problem::message).toList());
    }
  }

  /** Those that get containers now. */
  private List<NodeInfo> working() {
    return workers.all().stream().map(Workers.Worker::node).filter(NodeInfo::takesWork).toList();
  }

  private boolean administers(Viewer viewer, String path) {
    return viewer.user().administrator() || scheduler.mayAdminister(viewer.user().names(), path);
  }

  private Optional<Mark> pause(String path) {
    return scheduler.pauses().stream().filter(each -> each.queue().equals(path)).findFirst();
  }

  /** By which this queue stands among its siblings. */
  private String policy(String path) {
    int last = path.lastIndexOf('.');
    QueueSnapshot root = pulse.now().queues();
    return root.find(last < 0 ? path : path.substring(0, last))
        .map(QueueSnapshot::policy)
        .map(policy -> policy.name().toLowerCase(Locale.ROOT))
        .orElse("");
  }

  private static QueueSnapshot find(QueueSnapshot root, String path) {
    return root.find(path).orElseThrow(() -> unknown(path));
  }

  /** One that comes with its first job, and is not there while it has none. */
  private QueueSnapshot onDemand(QueueSnapshot root, String path) {
    if (!scheduler.mayHoldJobs(path)) {
      throw unknown(path);
    }
    return QueueSnapshot.empty(path, root.max());
  }

  private static ApiException unknown(String path) {
    return ApiException.notFound(
        "queue",
        "must be a queue, or one that a template lets be created",
        path,
        "declare it in millrace.yaml");
  }
}
