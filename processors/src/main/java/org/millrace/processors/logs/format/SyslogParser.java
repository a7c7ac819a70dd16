package org.millrace.processors.logs.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells RFC 5424 (a version follows the priority) from RFC 3164 (a month does). */
final class SyslogParser implements RecordParser {
  private static final List<String> SEVERITIES =
      List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
  private static final byte[][] OUTCOMES =
      SEVERITIES.stream().map(s -> s.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
  private static final List<String> WORDS = List.of("host", "app", "procid", "msgid");
  private static final int NO_PRIORITY = -1;

  private final IsoTime isoTime;
  private final BsdTime bsdTime;

  private int priority;
  private long second;
  private boolean modern;
  private int timeEnd;

  SyslogParser(FormatSettings settings) {
    isoTime = new IsoTime(settings.zone());
    bsdTime = new BsdTime(settings);
  }

  @Override
  public String parse(byte[] b, int from, int to, LogRecord record) {
    int at = priority(b, from, to);
    if (at < 0) {
      return "bad priority";
    }
    record.bytes(record.lineLength());
    if (priority == NO_PRIORITY) {
      record.noOutcome();
    } else {
      byte[] severity = OUTCOMES[priority & 7];
      record.outcome(severity, 0, severity.length);
    }
    modern = priority != NO_PRIORITY && at + 1 < to && b[at] == '1' && b[at + 1] == ' ';
    String problem = modern ? modern(b, at + 2, to, record) : bsd(b, at, to, record);
    second = record.epochSecond();
    return problem;
  }

  /** Reads {@code <0>} to {@code <191>}; answers where the rest begins, or -1. */
  private int priority(byte[] b, int from, int to) {
    priority = NO_PRIORITY;
    if (b[from] != '<') {
      return from;
    }
    int end = from + 1;
    while (end < to && end <= from + 4 && b[end] != '>') {
      end++;
    }
    if (end == to || b[end] != '>') {
      return -1;
    }
    priority = (int) ByteScan.number(b, from + 1, end);
    return priority < 0 || priority > 191 ? -1 : end + 1;
  }

  /** {@code TIME HOST APP PROCID MSGID DATA [MESSAGE]}. */
  private String modern(byte[] b, int at, int to, LogRecord record) {
    int space = ByteScan.indexOf(b, at, to, (byte) ' ');
    if (space < 0 || (space == at + 1 && b[at] == '-')) {
      return "no time";
    }
    if (!isoTime.read(b, at, space, record)) {
      return "bad time";
    }
    timeEnd = space;
    int from = space + 1;
    for (String word : WORDS) {
      int end = ByteScan.indexOf(b, from, to, (byte) ' ');
      if (end <= from) {
        return "no " + word;
      }
      from = end + 1;
    }
    int end = dataEnd(b, from, to);
    return end < 0 || (end < to && b[end] != ' ') ? "bad structured data" : null;
  }

  /** End of {@code -} or of {@code [id name="value"…]…}, or -1. */
  private static int dataEnd(byte[] b, int from, int to) {
    if (from < to && b[from] == '-') {
      return from + 1;
    }
    int i = from;
    while (i < to && b[i] == '[') {
      for (i++; i < to && b[i] != ']'; i++) {
        if (b[i] == '"') {
          i = ByteScan.closingQuote(b, i + 1, to);
          if (i < 0) {
            return -1;
          }
        }
      }
      if (i == to) {
        return -1;
      }
      i++;
    }
    return i == from ? -1 : i;
  }

  /** {@code TIME HOST MESSAGE}. */
  private String bsd(byte[] b, int at, int to, LogRecord record) {
    if (!BsdTime.begins(b, at, to)) {
      return "no time";
    }
    if (!bsdTime.read(b, at, record)) {
      return "bad time";
    }
    timeEnd = at + BsdTime.LENGTH;
    int host = timeEnd + 1;
    return host >= to || b[timeEnd] != ' ' || b[host] == ' ' ? "no host" : null;
  }

  @Override
  public Map<String, Object> fields(byte[] b, int from, int to) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (priority != NO_PRIORITY) {
      fields.put("facility", priority >> 3);
      fields.put("severity", SEVERITIES.get(priority & 7));
    }
    fields.put("time", Instant.ofEpochSecond(second).toString());
    int at = timeEnd + 1;
    for (String word : modern ? WORDS : List.of("host")) {
      int space = ByteScan.indexOf(b, at, to, (byte) ' ');
      int end = space < 0 ? to : space;
      fields.put(word, text(b, at, end));
      at = Math.min(to, end + 1);
    }
    if (modern) {
      int end = dataEnd(b, at, to);
      fields.put("data", text(b, at, end));
      at = Math.min(to, end + 1);
    }
    fields.put("message", text(b, at, to));
    return fields;
  }

  private static String text(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.UTF_8);
  }
}
