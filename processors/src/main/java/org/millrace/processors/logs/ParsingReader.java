package org.millrace.processors.logs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.millrace.processors.logs.format.LogFormat;
import org.millrace.processors.logs.format.LogRecord;
import org.millrace.processors.logs.format.RecordParser;

/** Reads and parses record by record, passing over empty lines. Belongs to one thread. */
final class ParsingReader implements Closeable {
  private final LineReader lines;
  private final LineText text;
  private final RecordParser parser;
  private final LogRecord record = new LogRecord();
  private final String undecodable;
  private final String overlong;
  private byte[] read;
  private int readFrom;
  private int readTo;
  private String reason;

  ParsingReader(LineReader lines, Layout layout) {
    Charset charset = Charset.forName(layout.charset());
    LogFormat format = Formats.named(layout.format(), "chunk");
    this.lines = lines;
    if (format.headed()) {
      lines.quotes(Headers.quotes(layout));
    }
    text = new LineText(charset);
    parser = format.parser(layout.settings());
    undecodable = "not valid " + charset.name();
    overlong = "line longer than " + layout.maxLine() + " bytes";
  }

  /** Moves to the next record or reject; false at the end. */
  boolean next() throws IOException {
    while (lines.next()) {
      if (lines.from() < lines.to() || lines.tooLong()) {
        reason = parse();
        return true;
      }
    }
    return false;
  }

  private String parse() {
    if (lines.tooLong()) {
      return overlong;
    }
    read = lines.buffer();
    readFrom = lines.from();
    readTo = lines.to();
    record.begin(readTo - readFrom);
    if (!lines.ascii()) {
      if (!text.read(read, readFrom, readTo)) {
        return undecodable;
      }
      read = text.bytes();
      readFrom = text.from();
      readTo = text.to();
    }
    return lines.unclosed()
        ? "a quote is not closed"
        : parser.parse(read, readFrom, readTo, record);
  }

  /** Null when the line parsed; else why not. */
  String reason() {
    return reason;
  }

  LogRecord record() {
    return record;
  }

  Map<String, Object> fields() {
    return parser.fields(read, readFrom, readTo);
  }

  /** The line, when it could be decoded. */
  String text() {
    return new String(read, readFrom, readTo - readFrom, StandardCharsets.UTF_8);
  }

  long line() {
    return lines.line();
  }

  long lines() {
    return lines.lines();
  }

  Reject reject(long linesBefore) {
    int kept = Math.min(lines.to(), lines.from() + LineReader.KEPT);
    boolean cut = lines.tooLong() || kept < lines.to();
    return new Reject(
        linesBefore + lines.line(), reason, text.escaped(lines.buffer(), lines.from(), kept, cut));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
