package org.millrace.engine.objects;

import java.io.IOException;
import java.io.OutputStream;

/** Writes an object's bytes; called once. The stream is buffered and closed by the caller. */
@FunctionalInterface
public interface ObjectBody {
  void writeTo(OutputStream out) throws IOException;
}
