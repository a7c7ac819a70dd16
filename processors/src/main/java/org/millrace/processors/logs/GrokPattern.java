package org.millrace.processors.logs;

import io.krakens.grok.api.Grok;
import io.krakens.grok.api.GrokCompiler;
import io.krakens.grok.api.Match;
import java.time.Duration;
import java.util.Map;
import org.millrace.engine.task.BadInputException;

/**
 * A grok pattern with a time limit a line. The limit is kept by the text the pattern looks at,
 * since nothing else can stop a regular expression that backtracks for ever. Thread-safe.
 */
final class GrokPattern {
  static final Duration LIMIT = Duration.ofMillis(500);

  private final Grok grok;

  private GrokPattern(Grok grok) {
    this.grok = grok;
  }

  static GrokPattern compile(String pattern) {
    GrokCompiler compiler = GrokCompiler.newInstance();
    compiler.registerDefaultPatterns();
    try {
      return new GrokPattern(compiler.compile(pattern, true));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "grok pattern must be of known names and a valid regular expression, was \""
              + pattern
              + "\" ("
              + e.getMessage()
              + "); for example %{IP:client} %{WORD:method}",
          e);
    }
  }

  /** Puts the captures into {@code fields}; null when the line matches, else why not. */
  String match(String line, Map<String, Object> fields) {
    try {
      Match match = grok.match(new Timed(line, System.nanoTime() + LIMIT.toNanos()));
      if (match.isNull()) {
        return "the pattern does not match";
      }
      fields.putAll(match.capture());
      return null;
    } catch (TimeUp e) {
      return "the pattern takes too long";
    } catch (StackOverflowError e) {
      return "the pattern recurses too deep";
    }
  }

  /** Text that can be looked at until its time is up. */
  private static final class Timed implements CharSequence {
    private static final int LOOKS = 1024;

    private final String text;
    private final long deadline;
    private int looks;

    Timed(String text, long deadline) {
      this.text = text;
      this.deadline = deadline;
    }

    @Override
    public char charAt(int index) {
      if (++looks == LOOKS) {
        looks = 0;
        if (System.nanoTime() - deadline > 0) {
          throw new TimeUp();
        }
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class TimeUp extends RuntimeException {
    TimeUp() {
      super(null, null, false, false);
    }
  }
}
