package org.millrace.processors.logs;

import java.util.List;
import org.millrace.engine.objects.ObjectRef;

/**
 * Bytes that travel with a message: inside it when few, else as intermediate objects, one after the
 * other.
 *
 * @param inline the bytes, when there are no segments
 * @param segments objects whose bytes in order are meant
 */
public record Spooled(byte[] inline, List<ObjectRef> segments) {}
