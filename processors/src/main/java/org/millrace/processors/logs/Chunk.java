package org.millrace.processors.logs;

import org.millrace.engine.objects.ObjectRef;

/**
 * A run of whole records: the work of one parse task.
 *
 * @param object where the bytes lie: the input itself, or an intermediate object
 * @param from first byte
 * @param to byte after the last
 * @param index place among the input's chunks, from 0
 * @param linesBefore lines of the input before {@code from} that are in no chunk, such as a header
 * @param layout how to read them
 */
public record Chunk(
    ObjectRef object, long from, long to, int index, long linesBefore, Layout layout) {}
