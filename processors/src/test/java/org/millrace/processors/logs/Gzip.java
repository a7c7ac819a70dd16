package org.millrace.processors.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/** Makes gzip data. */
final class Gzip {
  private Gzip() {}

  /** One member for each of the parts. */
  static byte[] of(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (byte[] part : parts) {
        GZIPOutputStream gzip = new GZIPOutputStream(out);
        gzip.write(part);
        gzip.finish();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }
}
