package org.millrace.engine.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millrace.engine.objects.ObjectRef;

/**
 * A job's input that has moved since, as to the archive. What was kept of the job may name it, as a
 * piece of it does; wherever a message has the reference, it is made to lead to where it is now.
 *
 * @param before where the earlier job read it
 * @param now where it is
 */
public record MovedInput(ObjectRef before, ObjectRef now) {
  private static final ObjectRef NOWHERE = new ObjectRef("", "", "", 0);

  /** Nothing has moved. */
  public static final MovedInput NONE = new MovedInput(NOWHERE, NOWHERE);

  /** A decoded message with other references; the same one when there is nothing to change. */
  public Object in(Object message) {
    if (before.equals(now)) {
      return message;
    } else if (message instanceof Map<?, ?> map) {
      return in(map);
    } else if (message instanceof List<?> list) {
      List<Object> changed = new ArrayList<>(list.size());
      list.forEach(each -> changed.add(in(each)));
      return changed;
    }
    return message;
  }

  private Map<Object, Object> in(Map<?, ?> map) {
    Map<Object, Object> changed = new LinkedHashMap<>();
    map.forEach((name, value) -> changed.put(name, in(value)));
    if (before.bucket().equals(map.get("bucket"))
        && before.key().equals(map.get("key"))
        && before.etag().equals(map.get("etag"))) {
      changed.put("bucket", now.bucket());
      changed.put("key", now.key());
      changed.put("etag", now.etag());
    }
    return changed;
  }
}
