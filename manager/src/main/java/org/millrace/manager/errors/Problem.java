package org.millrace.manager.errors;

/**
 * What is wrong, in the order in which a person wants to know it.
 *
 * @param subject the thing that is wrong, such as {@code millrace.yaml:12: sources.acme.zone}
 * @param rule what it must be
 * @param value what it was; empty when there was none
 * @param remedy what to do; empty when the rule says it all
 */
public record Problem(String subject, String rule, String value, String remedy) {
  private static final int LONGEST_VALUE = 500;

  /** Of a value that nobody would read to its end the beginning is kept, and its length. */
  public Problem {
    if (value.length() > LONGEST_VALUE) {
      value = value.substring(0, LONGEST_VALUE) + "… (" + value.length() + " characters)";
    }
  }

  /** One line: {@code subject: rule, was "value" (remedy)}. */
  public String message() {
    StringBuilder line = new StringBuilder(subject).append(": ").append(rule);
    if (!value.isEmpty()) {
      line.append(", was \"").append(value).append('"');
    }
    if (!remedy.isEmpty()) {
      line.append(" (").append(remedy).append(')');
    }
    return line.toString();
  }
}
