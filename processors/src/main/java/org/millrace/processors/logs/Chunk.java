package org.millrace.processors.logs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;

/**
 * A run of whole records: the work of one parse task.
 *
 * @param object where the bytes lie: the input itself, or an intermediate object
 * @param from first byte
 * @param to byte after the last
 * @param index place among the input's chunks, from 0
 * @param linesBefore lines of the input before {@code from} that are in no chunk, such as a header
 * @param layout how to read them
 * @param message number of the message it comes from; 0 for an object's
 * @param inline the bytes themselves, which then lie nowhere else; null or empty when they do
 */
public record Chunk(
    ObjectRef object,
    long from,
    long to,
    int index,
    long linesBefore,
    Layout layout,
    long message,
    byte[] inline) {

  Chunk ofMessage(long number) {
    return new Chunk(object, from, to, index, linesBefore, layout, number, inline);
  }

  InputStream open(ObjectStore store) throws IOException {
    return inline == null || inline.length == 0
        ? store.read(object, from, to)
        : new ByteArrayInputStream(inline);
  }
}
