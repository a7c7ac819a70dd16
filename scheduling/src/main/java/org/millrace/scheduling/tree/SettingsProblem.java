package org.millrace.scheduling.tree;

/**
 * One thing that is wrong with the settings.
 *
 * @param queue path of the queue; empty for a setting of the whole scheduler
 * @param setting the component's name, such as {@code maxAmShare}; empty for the queue itself
 * @param rule what it must be
 * @param value what it was
 * @param remedy what to do
 */
public record SettingsProblem(
    String queue, String setting, String rule, String value, String remedy) {

  /** {@code root.a: weight must be above 0, was "-1" (for example 2)}. */
  public String message() {
    String subject = queue.isEmpty() ? "scheduler" : queue;
    return "%s: %s%s, was \"%s\" (%s)"
        .formatted(subject, setting.isEmpty() ? "" : setting + " ", rule, value, remedy);
  }
}
