package org.millrace.processors.logs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.millrace.processors.logs.format.FormatSettings;
import org.millrace.processors.logs.format.LogFormat;
import org.millrace.processors.logs.format.LogRecord;
import org.millrace.processors.logs.format.RecordParser;

/**
 * What the first bytes of an input tell: byte order mark, charset, what ends lines, and, when no
 * format is set, which one fits most of the first lines.
 */
final class Probe {
  /** How far to look for lines of a known format. */
  static final long REACH = 4 << 20;

  private static final int HEAD = 1 << 16;
  private static final int SAMPLE_LINES = 100;
  private static final int SAMPLE_BYTES = 1 << 20;

  private final int bom;
  private final Charset charset;
  private final LineEnd lineEnd;
  private final int maxLine;
  private final InputStream bytes;

  /**
   * Reads the head. A byte order mark beats the charset given.
   *
   * @param in the beginning of the input; read at most {@link #REACH} far
   */
  Probe(InputStream in, Charset given, int maxLine) throws IOException {
    byte[] head = in.readNBytes(HEAD + 2);
    this.maxLine = maxLine;
    if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
      bom = 3;
      charset = StandardCharsets.UTF_8;
    } else if (startsWith(head, 0xFF, 0xFE)) {
      bom = 2;
      charset = StandardCharsets.UTF_16LE;
    } else if (startsWith(head, 0xFE, 0xFF)) {
      bom = 2;
      charset = StandardCharsets.UTF_16BE;
    } else {
      bom = 0;
      charset = given;
    }
    byte[] text = Arrays.copyOfRange(head, bom, head.length);
    CodeUnits units = CodeUnits.of(charset);
    boolean cr = units.indexOf(text, 0, Math.min(HEAD, text.length), '\r') >= 0;
    boolean lf = units.indexOf(text, 0, text.length, '\n') >= 0;
    lineEnd = cr && !lf ? LineEnd.CR : LineEnd.LF;
    bytes = new SequenceInputStream(new ByteArrayInputStream(text), in);
  }

  private static boolean startsWith(byte[] head, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= head.length || (head[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Bytes of the byte order mark. */
  int bom() {
    return bom;
  }

  Charset charset() {
    return charset;
  }

  LineEnd lineEnd() {
    return lineEnd;
  }

  /** The format that most of the first lines fit; {@link Formats#UNKNOWN} when none fits any. */
  LogFormat detect(FormatSettings settings) throws IOException {
    return best(sample(bytes, false), settings, true);
  }

  /** The same by lines from the middle of the input, the first of which may be cut. */
  LogFormat detectWithin(InputStream in, FormatSettings settings) throws IOException {
    return best(sample(in, true), settings, false);
  }

  private List<byte[]> sample(InputStream in, boolean withoutFirst) throws IOException {
    LineReader reader = new LineReader(in, charset, lineEnd, maxLine);
    LineText text = new LineText(charset);
    List<byte[]> lines = new ArrayList<>();
    int kept = 0;
    if (withoutFirst) {
      reader.next();
    }
    while (lines.size() < SAMPLE_LINES
        && kept < SAMPLE_BYTES
        && reader.offset() < REACH
        && reader.next()) {
      boolean usable = reader.from() < reader.to() && !reader.tooLong();
      if (usable && text.read(reader.buffer(), reader.from(), reader.to())) {
        lines.add(Arrays.copyOfRange(text.bytes(), text.from(), text.to()));
        kept += text.to() - text.from();
      }
    }
    return lines;
  }

  private LogFormat best(List<byte[]> lines, FormatSettings settings, boolean head) {
    LogFormat best = Formats.UNKNOWN;
    int most = 0;
    for (LogFormat format : Formats.all()) {
      int fitting = 0;
      if (!format.headed()) {
        fitting = fitting(format, settings, lines);
      } else if (head && !lines.isEmpty()) {
        fitting = fittingUnder(format, settings, lines);
      }
      if (fitting > most) {
        best = format;
        most = fitting;
      }
    }
    return best;
  }

  private static int fittingUnder(LogFormat format, FormatSettings settings, List<byte[]> lines) {
    String header = new String(lines.get(0), StandardCharsets.UTF_8);
    FormatSettings headed = new FormatSettings(settings.zone(), settings.reference(), header);
    return format.isHeader(header)
        ? 1 + fitting(format, headed, lines.subList(1, lines.size()))
        : 0;
  }

  private static int fitting(LogFormat format, FormatSettings settings, List<byte[]> lines) {
    RecordParser parser = format.parser(settings);
    LogRecord record = new LogRecord();
    int fitting = 0;
    for (byte[] line : lines) {
      record.begin(line.length);
      if (parser.parse(line, 0, line.length, record) == null) {
        fitting++;
      }
    }
    return fitting;
  }
}
