package org.millrace.processors.logs;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.millrace.engine.task.BadInputException;
import org.millrace.processors.logs.format.FormatSettings;
import org.millrace.processors.logs.format.LogFormat;
import org.millrace.processors.logs.format.LogRecord;
import org.millrace.processors.logs.format.RecordParser;

/** The formats there are, found on the class path once. */
public final class Formats {
  /** Why {@link #UNKNOWN} rejects. */
  static final String NO_FORMAT = "no known format";

  /** Fits nothing: chosen by detection when no format fits, so that every line is rejected. */
  static final LogFormat UNKNOWN = new Unknown();

  private static final List<LogFormat> ALL =
      ServiceLoader.load(LogFormat.class, LogFormat.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(LogFormat::name))
          .toList();

  private Formats() {}

  /** What a source may name as its format. */
  public static Set<String> names() {
    return ALL.stream().map(LogFormat::name).collect(Collectors.toCollection(TreeSet::new));
  }

  static List<LogFormat> all() {
    return ALL;
  }

  /**
   * The format of this name.
   *
   * @throws BadInputException when there is none
   */
  static LogFormat named(String name, Object subject) {
    if (name.equals(UNKNOWN.name())) {
      return UNKNOWN;
    }
    return ALL.stream()
        .filter(format -> format.name().equalsIgnoreCase(name.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    subject
                        + ": format must be one of "
                        + ALL.stream().map(LogFormat::name).toList()
                        + ", was \""
                        + name
                        + "\"; leave it out to have it detected"));
  }

  private static final class Unknown implements LogFormat, RecordParser {
    @Override
    public String name() {
      return "unknown";
    }

    @Override
    public RecordParser parser(FormatSettings settings) {
      return this;
    }

    @Override
    public String parse(byte[] line, int from, int to, LogRecord record) {
      return NO_FORMAT;
    }

    @Override
    public Map<String, Object> fields(byte[] line, int from, int to) {
      return Map.of();
    }
  }
}
