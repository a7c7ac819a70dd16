package org.millrace.processors.logs.format;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records under a header. A record without quotes is cut at its delimiters where it lies; quoting
 * is FastCSV's.
 */
final class CsvParser implements RecordParser {
  private final IsoTime times;
  private final char delimiter;
  private final CsvReader.CsvReaderBuilder reader;
  private final List<String> columns;
  private final int[] timeColumns;
  private final int[] outcomeColumns;
  private final int[] bytesColumns;

  /** Where the fields of the current record lie in {@code cells}. */
  private final int[] starts;

  private final int[] ends;
  private byte[] cells;

  CsvParser(FormatSettings settings) {
    times = new IsoTime(settings.zone());
    delimiter = CsvFormat.delimiter(settings.header());
    reader =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .commentStrategy(CommentStrategy.NONE)
            .skipEmptyLines(false)
            .allowExtraCharsAfterClosingQuote(false);
    List<String> names = quoted(settings.header());
    columns = names == null ? List.of(settings.header()) : names;
    starts = new int[columns.size()];
    ends = new int[columns.size()];
    timeColumns = ranked(FieldNames.TIME);
    outcomeColumns = ranked(FieldNames.OUTCOME);
    bytesColumns = ranked(FieldNames.BYTES);
  }

  /** Columns whose names are among these, the one that wins first. */
  private int[] ranked(List<String> names) {
    List<Integer> found = new ArrayList<>();
    for (String name : names) {
      for (int c = 0; c < columns.size(); c++) {
        if (columns.get(c).strip().equalsIgnoreCase(name)) {
          found.add(c);
        }
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  boolean knowsTime() {
    return timeColumns.length > 0;
  }

  @Override
  public String parse(byte[] line, int from, int to, LogRecord record) {
    if (!knowsTime()) {
      return "the header names no time column";
    }
    String problem =
        ByteScan.indexOf(line, from, to, (byte) '"') < 0
            ? cut(line, from, to)
            : unquote(line, from, to);
    return problem == null ? fill(record) : problem;
  }

  private String cut(byte[] line, int from, int to) {
    cells = line;
    int column = 0;
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || line[i] == delimiter) {
        if (column == starts.length) {
          return "more fields than columns";
        }
        starts[column] = start;
        ends[column++] = i;
        start = i + 1;
      }
    }
    return column < starts.length ? "fewer fields than columns" : null;
  }

  private String unquote(byte[] line, int from, int to) {
    List<String> fields = quoted(new String(line, from, to - from, StandardCharsets.UTF_8));
    if (fields == null) {
      return "bad quotes";
    }
    if (fields.size() != columns.size()) {
      return fields.size() > columns.size()
          ? "more fields than columns"
          : "fewer fields than columns";
    }
    cells = new byte[3 * (to - from)];
    int at = 0;
    for (int c = 0; c < fields.size(); c++) {
      byte[] cell = fields.get(c).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(cell, 0, cells, at, cell.length);
      starts[c] = at;
      at += cell.length;
      ends[c] = at;
    }
    return null;
  }

  /** The fields of one record as FastCSV reads them; null when it refuses them. */
  private List<String> quoted(String record) {
    try {
      return reader.ofSingleCsvRecord(record).getFields();
    } catch (CsvParseException e) {
      return null;
    }
  }

  private String fill(LogRecord record) {
    int time = first(timeColumns);
    if (time < 0) {
      return "no time";
    }
    if (!times.read(cells, starts[time], ends[time], record)) {
      return "bad time";
    }
    int outcome = first(outcomeColumns);
    if (outcome < 0) {
      record.noOutcome();
    } else if (ends[outcome] - starts[outcome] > FieldNames.MAX_OUTCOME) {
      return "outcome too long";
    } else {
      record.outcome(cells, starts[outcome], ends[outcome]);
    }
    int bytes = first(bytesColumns);
    if (bytes < 0) {
      record.bytes(record.lineLength());
      return null;
    }
    boolean none = ends[bytes] - starts[bytes] == 1 && cells[starts[bytes]] == '-';
    long value = none ? 0 : ByteScan.number(cells, starts[bytes], ends[bytes]);
    record.bytes(value);
    return value < 0 ? "bad bytes" : null;
  }

  /** The first of these columns with something in it, or -1. */
  private int first(int[] candidates) {
    for (int c : candidates) {
      if (ends[c] > starts[c]) {
        return c;
      }
    }
    return -1;
  }

  @Override
  public Map<String, Object> fields(byte[] line, int from, int to) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      fields.put(
          columns.get(c),
          new String(cells, starts[c], ends[c] - starts[c], StandardCharsets.UTF_8));
    }
    return fields;
  }
}
