package org.millrace.processors.logs;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.millrace.engine.task.BadInputException;
import org.millrace.processors.logs.format.CsvFormat;

/** Reads the header of an input whose first record names its columns. */
final class Headers {
  private static final int MAX_HEADER = 1 << 16;

  private Headers() {}

  /** The first record that is not empty; from then on the reader reads records as it quotes. */
  static String read(LineReader reader, Layout layout, Object subject) throws IOException {
    CodeUnits units = CodeUnits.of(Charset.forName(layout.charset()));
    reader.quotes(new Quotes(units, layout.lineEnd(), CsvFormat.DELIMITERS));
    String header = "";
    while (header.isEmpty() && reader.next()) {
      header = text(reader, layout, subject);
    }
    reader.quotes(quotes(layout.withHeader(header)));
    return header;
  }

  /** How records under this layout's header quote. */
  static Quotes quotes(Layout layout) {
    return new Quotes(
        CodeUnits.of(Charset.forName(layout.charset())),
        layout.lineEnd(),
        String.valueOf(CsvFormat.delimiter(layout.header())));
  }

  private static String text(LineReader reader, Layout layout, Object subject) {
    if (reader.tooLong() || reader.to() - reader.from() > MAX_HEADER) {
      throw new BadInputException(
          subject
              + ": the header must fit into "
              + MAX_HEADER
              + " bytes, is longer; check that its quotes close");
    }
    LineText text = new LineText(Charset.forName(layout.charset()));
    if (!text.read(reader.buffer(), reader.from(), reader.to())) {
      throw new BadInputException(
          subject
              + ": the header must be "
              + layout.charset()
              + ", was \""
              + text.escaped(reader.buffer(), reader.from(), reader.to(), false)
              + "\"; set the source's charset");
    }
    return new String(text.bytes(), text.from(), text.to() - text.from(), StandardCharsets.UTF_8);
  }
}
