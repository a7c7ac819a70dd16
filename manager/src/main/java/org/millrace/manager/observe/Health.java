package org.millrace.manager.observe;

/**
 * How a part is.
 *
 * @param detail what a person should know; what is wrong, and what to do, unless it is UP
 */
public record Health(Status status, String detail) {
  /** From well to bad; the whole is as its worst part. */
  public enum Status {
    UP,
    /** Works, but somebody should look at it. */
    DEGRADED,
    DOWN
  }

  public static Health up(String detail) {
    return new Health(Status.UP, detail);
  }

  public static Health degraded(String detail) {
    return new Health(Status.DEGRADED, detail);
  }

  public static Health down(String detail) {
    return new Health(Status.DOWN, detail);
  }
}
