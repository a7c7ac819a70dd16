package org.millrace.processors.logs.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Common Log Format, {@code host ident user [time] "request" status bytes}, and the combined
 * one with {@code "referer" "agent"} after it. Strict: one space between fields, quotes inside a
 * quoted field escaped by a backslash. The positions it finds on the way serve {@link #fields}.
 */
final class AccessParser implements RecordParser {
  private final boolean combined;
  private final ClfTime time = new ClfTime();

  private int hostEnd;
  private int identEnd;
  private int userEnd;
  private int requestEnd;
  private int bytesEnd;
  private int refererEnd;
  private int agentEnd;
  private long second;

  AccessParser(boolean combined) {
    this.combined = combined;
  }

  @Override
  public String parse(byte[] b, int from, int to, LogRecord record) {
    // 1. Three words without spaces; the shortest rest of a line is 26 + 12 bytes.
    int host = word(b, from, to);
    if (host < 0) {
      return "no host";
    }
    int ident = word(b, host + 1, to);
    if (ident < 0) {
      return "no ident";
    }
    int user = word(b, ident + 1, to);
    if (user < 0) {
      return "no user";
    }
    // 2. The time.
    int t = user + 2;
    if (t >= to || b[user + 1] != '[') {
      return "no time";
    }
    int timeEnd = t + ClfTime.LENGTH;
    if (timeEnd >= to || b[timeEnd] != ']') {
      return "bad time";
    }
    second = time.parse(b, t);
    if (second == ClfTime.BAD || !record.at(second)) {
      return "bad time";
    }
    // 3. Request, status, bytes.
    int q = timeEnd + 2;
    if (q >= to || b[q] != '"' || b[q - 1] != ' ') {
      return "no request";
    }
    int request = ByteScan.closingQuote(b, q + 1, to);
    if (request < 0) {
      return "no request";
    }
    int s = request + 2;
    if (s + 3 > to || b[s - 1] != ' ' || !status(b, s)) {
      return "bad status";
    }
    if (s + 4 >= to || b[s + 3] != ' ') {
      return s + 3 < to && b[s + 3] != ' ' ? "bad status" : "no bytes";
    }
    int end = size(b, s + 4, to, record);
    if (end < 0) {
      return "bad bytes";
    }
    record.outcome(b, s, s + 3);
    hostEnd = host;
    identEnd = ident;
    userEnd = user;
    requestEnd = request;
    bytesEnd = end;
    return combined ? tail(b, end, to) : end == to ? null : "text after the bytes";
  }

  private String tail(byte[] b, int end, int to) {
    if (end + 2 >= to || b[end + 1] != '"') {
      return "no referer";
    }
    int referer = ByteScan.closingQuote(b, end + 2, to);
    if (referer < 0) {
      return "no referer";
    }
    if (referer + 3 >= to || b[referer + 1] != ' ' || b[referer + 2] != '"') {
      return "no agent";
    }
    int agent = ByteScan.closingQuote(b, referer + 3, to);
    if (agent < 0) {
      return "no agent";
    }
    refererEnd = referer;
    agentEnd = agent;
    return agent + 1 == to ? null : "text after the agent";
  }

  /** End of a word of at least one byte that a space follows, or -1. */
  private static int word(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] == ' ') {
        return i > from ? i : -1;
      }
    }
    return -1;
  }

  private static boolean status(byte[] b, int at) {
    return ByteScan.two(b, at) >= 0 && b[at + 2] >= '0' && b[at + 2] <= '9';
  }

  /** Reads digits or {@code -}; answers where they end, which is a space or the line's end. */
  private static int size(byte[] b, int from, int to, LogRecord record) {
    int i = from;
    long value = 0;
    if (b[i] == '-') {
      i++;
    } else {
      for (; i < to && b[i] >= '0' && b[i] <= '9'; i++) {
        value = value * 10 + (b[i] - '0');
      }
      if (i == from || i - from > 15) {
        return -1;
      }
    }
    record.bytes(value);
    return i == to || b[i] == ' ' ? i : -1;
  }

  @Override
  public Map<String, Object> fields(byte[] b, int from, int to) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("host", text(b, from, hostEnd));
    fields.put("ident", text(b, hostEnd + 1, identEnd));
    fields.put("user", text(b, identEnd + 1, userEnd));
    fields.put("time", Instant.ofEpochSecond(second).toString());
    fields.put("request", text(b, userEnd + 2 + ClfTime.LENGTH + 3, requestEnd));
    fields.put("status", Integer.parseInt(text(b, requestEnd + 2, requestEnd + 5)));
    fields.put("bytes", Math.max(0, ByteScan.number(b, requestEnd + 6, bytesEnd)));
    if (combined) {
      fields.put("referer", text(b, bytesEnd + 2, refererEnd));
      fields.put("agent", text(b, refererEnd + 3, agentEnd));
    }
    return fields;
  }

  private static String text(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.UTF_8);
  }
}
