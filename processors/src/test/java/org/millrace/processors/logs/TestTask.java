package org.millrace.processors.logs;

import java.io.IOException;
import java.util.Map;
import org.millrace.engine.objects.ObjectBody;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.task.TaskContext;

/** A task of job 7 from source acme. */
record TestTask(ObjectStore store, String taskId, Map<String, String> settings)
    implements TaskContext {
  @Override
  public String jobId() {
    return "7";
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public String stage() {
    return "test";
  }

  @Override
  public String queue() {
    return "root.default";
  }

  @Override
  public String source() {
    return "acme";
  }

  @Override
  public ObjectRef intermediate(String name, ObjectBody body) throws IOException {
    return store.write("work", "7/" + taskId + "-1/" + name, body);
  }

  @Override
  public void result(String name, ObjectBody body) throws IOException {
    store.write("results", "7/" + name, body);
  }
}
