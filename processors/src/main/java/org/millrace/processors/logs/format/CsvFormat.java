package org.millrace.processors.logs.format;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Comma-separated values with a header, by RFC 4180; the delimiter is that of comma, semicolon, tab
 * and bar which the header has most of. Columns are named as the fields of {@link JsonFormat}; an
 * empty cell counts as absent. The header is no record, and a record that spans lines is one; of a
 * quote that does not close within 1,000 lines or the longest line allowed, only the line it opens
 * on is rejected.
 */
public final class CsvFormat implements LogFormat {
  /** What may part fields. */
  public static final String DELIMITERS = ",;\t|";

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public boolean headed() {
    return true;
  }

  @Override
  public boolean isHeader(String line) {
    return new CsvParser(new FormatSettings(ZoneOffset.UTC, Instant.EPOCH, line)).knowsTime();
  }

  @Override
  public RecordParser parser(FormatSettings settings) {
    return new CsvParser(settings);
  }

  /** The delimiter of a header: the one that stands most often outside quotes, else a comma. */
  public static char delimiter(String header) {
    int[] counts = new int[DELIMITERS.length()];
    boolean quoted = false;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      quoted ^= c == '"';
      int which = DELIMITERS.indexOf(c);
      if (!quoted && which >= 0) {
        counts[which]++;
      }
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return DELIMITERS.charAt(best);
  }
}
