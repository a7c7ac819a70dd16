package org.millrace.processors.logs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.millrace.engine.task.BadInputException;
import org.millrace.processors.logs.format.FormatSettings;
import org.millrace.processors.logs.format.LogFormat;

/**
 * Tells line by line how an input is understood, for trying out a source or a pattern. Lines are
 * cut, numbered and read as the log pipeline does it, gzip included; empty ones are passed over.
 * The format is a name, {@code grok:PATTERN} with the usual pattern names, or empty to have it
 * detected. A grok pattern that takes longer than half a second on a line rejects the line.
 * Immutable and thread-safe.
 */
public final class LineParser {
  private static final String GROK = "grok:";
  private static final int BUFFER = 1 << 16;
  private static final int MAX_LINE = 1 << 20;

  /** One line: its fields, or why it was rejected. The other is null. */
  public record Line(long number, Map<String, Object> fields, String reject) {}

  /** Takes one line after the other. */
  @FunctionalInterface
  public interface Sink {
    void accept(Line line) throws IOException;
  }

  private final String format;
  private final String charset;
  private final FormatSettings settings;
  private final GrokPattern grok;

  /**
   * @param format a format's name, {@code grok:PATTERN}, or empty
   * @param charset of the input unless it begins with a byte order mark
   * @param zone of times that carry none
   * @param reference the moment from which a missing year is counted
   * @throws BadInputException when one of them cannot be
   */
  public LineParser(String format, String charset, String zone, Instant reference) {
    this.format = format.strip();
    this.charset = Charsets.named(charset, "parse").name();
    try {
      this.settings = new FormatSettings(ZoneId.of(zone), reference, "");
    } catch (DateTimeException e) {
      throw new BadInputException(
          "parse: zone must be a time zone, was \"" + zone + "\" (for example Europe/Berlin)", e);
    }
    this.grok =
        format.startsWith(GROK) ? GrokPattern.compile(format.substring(GROK.length())) : null;
    if (grok == null && !this.format.isEmpty()) {
      Formats.named(this.format, "parse");
    }
  }

  /** Reads to the end of the input, which stays open; blocks. */
  public void parse(InputStream input, Sink sink) throws IOException {
    BufferedInputStream in = new BufferedInputStream(input, BUFFER);
    in.mark(2);
    boolean gzip = GzipInput.begins(in);
    in.reset();
    if (gzip) {
      in = new BufferedInputStream(GzipInput.of(in, "parse"), BUFFER);
    }
    in.mark((int) Probe.REACH + (1 << 17));
    Probe probe = new Probe(new Shallow(in), Charsets.named(charset, "parse"), MAX_LINE);
    LogFormat found =
        grok != null
            ? Formats.UNKNOWN
            : format.isEmpty() ? probe.detect(settings) : Formats.named(format, "parse");
    in.reset();
    in.skipNBytes(probe.bom());
    Layout layout =
        new Layout(
            found.name(),
            probe.charset().name(),
            settings.zone().getId(),
            probe.lineEnd(),
            settings.reference().getEpochSecond(),
            "",
            MAX_LINE);
    if (grok != null) {
      parseGrok(in, layout, sink);
    } else {
      parse(in, layout, found, sink);
    }
  }

  private void parse(InputStream in, Layout layout, LogFormat found, Sink sink) throws IOException {
    LineReader lines = LineReader.of(in, layout);
    Layout complete = layout;
    if (found.headed()) {
      complete = layout.withHeader(Headers.read(lines, layout, "parse"));
    }
    ParsingReader reader = new ParsingReader(lines, complete);
    while (reader.next()) {
      boolean good = reader.reason() == null;
      sink.accept(
          new Line(reader.line(), good ? reader.fields() : null, good ? null : reader.reason()));
    }
  }

  private void parseGrok(InputStream in, Layout layout, Sink sink) throws IOException {
    // Reads lines as any format does; that no format fits them is what grok is for.
    ParsingReader reader = new ParsingReader(LineReader.of(in, layout), layout);
    while (reader.next()) {
      if (!Formats.NO_FORMAT.equals(reader.reason())) {
        sink.accept(new Line(reader.line(), null, reader.reason()));
        continue;
      }
      Map<String, Object> fields = new LinkedHashMap<>();
      String reject = grok.match(reader.text(), fields);
      sink.accept(new Line(reader.line(), reject == null ? fields : null, reject));
    }
  }

  /** The first bytes only, so that the mark behind holds. */
  private static final class Shallow extends InputStream {
    private final InputStream in;
    private long left = Probe.REACH;

    Shallow(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int read = left > 0 ? in.read() : -1;
      left--;
      return read;
    }

    @Override
    public int read(byte[] b, int from, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = in.read(b, from, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
  }
}
