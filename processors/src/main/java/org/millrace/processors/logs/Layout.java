package org.millrace.processors.logs;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import org.millrace.processors.logs.format.FormatSettings;

/**
 * How the bytes of an input are to be read; the same for all its chunks.
 *
 * @param format name of a {@link org.millrace.processors.logs.format.LogFormat}, or {@code unknown}
 * @param charset a name {@link Charset#forName} knows; UTF-16 has its byte order said
 * @param zone of times without one
 * @param lineEnd what ends a line
 * @param reference epoch second from which a missing year is counted
 * @param header the header record of a format that has one; empty otherwise
 * @param maxLine bytes from which on a line is rejected
 */
public record Layout(
    String format,
    String charset,
    String zone,
    LineEnd lineEnd,
    long reference,
    String header,
    int maxLine) {

  FormatSettings settings() {
    return new FormatSettings(ZoneId.of(zone), Instant.ofEpochSecond(reference), header);
  }

  Layout withHeader(String text) {
    return new Layout(format, charset, zone, lineEnd, reference, text, maxLine);
  }
}
