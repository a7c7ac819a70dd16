package org.millrace.engine.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.millrace.engine.objects.ObjectBody;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;

/**
 * One attempt at a task: gathers what the route sends and writes until the attempt is settled.
 * Thread-safe.
 */
public final class TaskRun implements TaskContext {
  /** Where intermediate objects lie. */
  public static final String BUCKET = "work";

  private final Task task;
  private final String stage;
  private final String queue;
  private final String source;
  private final Map<String, String> settings;
  private final ObjectStore objects;
  private final ClaimCheck claims;

  private final List<Emission> emissions = new ArrayList<>();
  private final List<ResultObject> results = new ArrayList<>();
  private final EmissionIndex index = new EmissionIndex();
  private boolean ended;
  private long bytes;
  private String traceparent;

  /**
   * @param settings of the job, fixed when it was opened
   */
  public TaskRun(
      Task task,
      String stage,
      String queue,
      String source,
      Map<String, String> settings,
      ObjectStore objects) {
    this.task = task;
    this.stage = stage;
    this.queue = queue;
    this.source = source;
    this.settings = settings;
    this.objects = objects;
    this.claims = new ClaimCheck(objects);
  }

  /**
   * The run that the exchange belongs to.
   *
   * @throws IllegalStateException outside a route that begins at {@code stage:}
   */
  public static TaskRun of(Exchange exchange) {
    return (TaskRun) TaskContext.of(exchange);
  }

  /**
   * The task's body and headers onto a new exchange.
   *
   * @param reading what becomes of a body once it is decoded
   */
  public void begin(Exchange exchange, UnaryOperator<Object> reading) throws IOException {
    exchange.setProperty(PROPERTY, this);
    exchange.getMessage().setHeaders(Headers.read(task.headers()));
    Body body = claims.fetch(task.body());
    Object decoded = reading.apply(body.decode());
    bytes = body.bytes().length + ObjectRef.sizeIn(decoded);
    exchange.getMessage().setBody(decoded);
  }

  /**
   * Has everything that is sent from now on carry this, whatever its headers say.
   *
   * @param parent null leaves headers alone
   */
  public void trace(String parent) {
    traceparent = parent;
  }

  private Map<String, Object> traced(Map<String, Object> headers) {
    if (traceparent == null) {
      return headers;
    }
    Map<String, Object> with = new HashMap<>(headers);
    with.put(TaskTracer.HEADER, traceparent);
    return with;
  }

  /** How large the task's message is, and the object that it stands for. */
  public long bytes() {
    return bytes;
  }

  /** Adds the exchange's message to what this task sends when it is settled. */
  public void emit(String toStage, Exchange exchange) {
    String headers = Headers.write(traced(exchange.getMessage().getHeaders()));
    Body body = Body.of(exchange.getMessage().getBody());
    synchronized (this) {
      checkRunning("stage:" + toStage);
      String position = index.next(toStage, exchange);
      Body travels = claims.checkIn(key("body/" + toStage + "-" + position), body);
      emissions.add(
          new Emission(TaskIds.child(task.uid(), toStage, position), toStage, headers, travels));
    }
  }

  /** Nothing can be added any more; the outcome of an attempt that succeeded. */
  public synchronized Outcome.Done done() {
    ended = true;
    return new Outcome.Done(task, List.copyOf(emissions), List.copyOf(results));
  }

  /** Nothing can be added any more; what was added is dropped. */
  public synchronized void abandon() {
    ended = true;
  }

  @Override
  public ObjectRef intermediate(String name, ObjectBody body) throws IOException {
    return objects.write(BUCKET, key(name), body);
  }

  @Override
  public void result(String name, ObjectBody body) throws IOException {
    if (name.isEmpty() || name.length() > 200 || name.contains("/") || name.startsWith(".")) {
      throw new IllegalArgumentException(
          "result: name must be a plain file name of at most 200 characters, was \"" + name + "\"");
    }
    ObjectRef object = objects.write(BUCKET, key("result/" + name), body);
    synchronized (this) {
      checkRunning("result " + name);
      results.removeIf(each -> each.name().equals(name));
      results.add(new ResultObject(name, object));
    }
  }

  @Override
  public String jobId() {
    return Long.toString(task.jobId());
  }

  @Override
  public String taskId() {
    return task.uid().toString();
  }

  @Override
  public int attempt() {
    return task.attempt();
  }

  @Override
  public String stage() {
    return stage;
  }

  @Override
  public String queue() {
    return queue;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  private void checkRunning(String what) {
    if (ended) {
      throw new IllegalStateException(
          what
              + ": task "
              + task.uid()
              + " has ended already; a stage's route must finish on the thread that began it"
              + " (no seda, threads() or wireTap between it and this call)");
    }
  }

  /** Task id and attempt are in the key: a late write of a lost attempt is never referred to. */
  private String key(String name) {
    return prefix(task, stage) + name;
  }

  /** What all keys begin with that this attempt at a task writes in bucket {@link #BUCKET}. */
  public static String prefix(Task task, String stage) {
    return task.jobId() + "/" + stage + "/" + task.uid() + "-" + task.attempt() + "/";
  }
}
