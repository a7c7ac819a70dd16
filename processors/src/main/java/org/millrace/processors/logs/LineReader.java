package org.millrace.processors.logs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.millrace.processors.logs.format.ByteScan;

/**
 * Goes through bytes record by record without copying them: the current record is {@code [from(),
 * to())} of {@link #buffer()} until the next call. A record is a line or, with {@link Quotes}, as
 * many lines as its quotes hold together. Memory is bounded by the longest line allowed; longer
 * ones are skipped, and only their beginning is kept.
 */
final class LineReader extends ByteWindow {
  /** What is kept at most of a line that is too long. */
  static final int KEPT = 8192;

  private final CodeUnits units;
  private final int unit;
  private final byte terminator;
  private final int maxLine;

  /** So many bytes without a line end are surely a line that is too long. */
  private final int window;

  private Quotes quotes;

  private byte[] text = buffer;
  private int from;
  private int to;
  private boolean ascii;
  private boolean tooLong;
  private boolean unclosed;
  private long line;
  private long nextLine = 1;

  /**
   * Reads lines.
   *
   * @param maxLine bytes from which on a line is too long
   */
  LineReader(InputStream in, Charset charset, LineEnd lineEnd, int maxLine) {
    super(in);
    this.units = CodeUnits.of(charset);
    this.unit = units.width();
    this.terminator = (byte) (lineEnd == LineEnd.CR ? '\r' : '\n');
    this.maxLine = maxLine;
    this.window = maxLine + 2 * unit;
  }

  /** Reads lines as this layout has them. */
  static LineReader of(InputStream in, Layout layout) {
    return new LineReader(
        in, Charset.forName(layout.charset()), layout.lineEnd(), layout.maxLine());
  }

  /** From here on, reads records whose quoted fields may hold line ends; null for plain lines. */
  void quotes(Quotes rule) {
    quotes = rule;
  }

  byte[] buffer() {
    return text;
  }

  int from() {
    return from;
  }

  /** The line end is not part of the record. */
  int to() {
    return to;
  }

  /** True when the record surely holds no byte of 0x80 or above. */
  boolean ascii() {
    return ascii;
  }

  /** The record is longer than allowed; only its beginning is there. */
  boolean tooLong() {
    return tooLong;
  }

  /** A line, not a record: it opens a quote that no line closes within the longest record. */
  boolean unclosed() {
    return unclosed;
  }

  /** Number of the line on which the current record begins, from 1. */
  long line() {
    return line;
  }

  /** Lines read to the end of the current record. */
  long lines() {
    return nextLine - 1;
  }

  /** Moves to the next record; false at the end. */
  boolean next() throws IOException {
    line = nextLine;
    tooLong = false;
    unclosed = false;
    if (quotes != null) {
      return nextQuoted();
    }
    return unit == 1 ? nextLine() : nextWideLine();
  }

  private boolean nextLine() throws IOException {
    long pattern = ByteScan.pattern(terminator);
    long high = 0;
    int i = pos;
    while (true) {
      byte[] b = buffer;
      int stop = limit;
      for (; i <= stop - 8; i += 8) {
        long word = ByteScan.word(b, i);
        high |= word;
        long zero = ByteScan.zeros(word ^ pattern);
        if (zero != 0) {
          ascii = !ByteScan.high(high);
          i += Long.numberOfTrailingZeros(zero) >>> 3;
          return accept(i, i + 1);
        }
      }
      for (; i < stop; i++) {
        high |= b[i];
        if (b[i] == terminator) {
          ascii = !ByteScan.high(high);
          return accept(i, i + 1);
        }
      }
      if (end) {
        ascii = !ByteScan.high(high);
        return last();
      }
      if (limit - pos > window) {
        return skipLongLine();
      }
      i -= pos;
      fill();
      i += pos;
    }
  }

  private boolean nextWideLine() throws IOException {
    ascii = false;
    while (true) {
      int found = units.indexOf(buffer, pos, limit, terminator);
      if (found >= 0) {
        return accept(found, found + unit);
      }
      if (end) {
        return last();
      }
      if (limit - pos > window) {
        return skipLongLine();
      }
      fill();
    }
  }

  private boolean nextQuoted() throws IOException {
    while (true) {
      int stop = Math.min(limit, pos + window);
      int found = quotes.end(buffer, pos, stop, end && stop == limit);
      if (found >= 0) {
        ascii = unit == 1 && quotes.ascii();
        nextLine += quotes.linesInside();
        return accept(found, Math.min(limit, found + unit));
      }
      if (end || limit - pos > window || quotes.gaveUp()) {
        // No end within the longest record: give up on this line only and go on at the next.
        boolean any = unit == 1 ? nextLine() : nextWideLine();
        unclosed = any && !tooLong;
        return any;
      }
      fill();
    }
  }

  private boolean last() {
    return pos < limit && accept(limit, limit);
  }

  private boolean accept(int contentEnd, int next) {
    text = buffer;
    from = pos;
    to = contentEnd;
    boolean ended = next > contentEnd;
    if (ended && terminator == '\n' && to - from >= unit && units.at(buffer, to - unit) == '\r') {
      to -= unit;
    }
    tooLong = to - from > maxLine;
    if (tooLong) {
      to = from + Math.min(KEPT, maxLine);
    }
    pos = next;
    nextLine++;
    return true;
  }

  /** What is there is the beginning of a line that is too long: reads on until it ends. */
  private boolean skipLongLine() throws IOException {
    text = Arrays.copyOfRange(buffer, pos, pos + Math.min(KEPT, maxLine));
    from = 0;
    to = text.length;
    tooLong = true;
    nextLine++;
    while (true) {
      pos = limit - (limit - pos) % unit;
      if (!fill()) {
        pos = limit;
        return true;
      }
      int found =
          unit == 1
              ? ByteScan.indexOf(buffer, pos, limit, terminator)
              : units.indexOf(buffer, pos, limit, terminator);
      if (found >= 0) {
        pos = found + unit;
        return true;
      }
    }
  }
}
