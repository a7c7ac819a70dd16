package org.millrace.manager.wiring;

import java.io.IOException;
import java.net.URI;
import org.millrace.manager.embedded.EmbeddedS3;
import org.millrace.manager.settings.StoreSettings;

/** Where everybody else reaches the objects. */
record ObjectEndpoint(URI uri, AutoCloseable server) implements AutoCloseable {

  static ObjectEndpoint embedded(EmbeddedS3 server) {
    return new ObjectEndpoint(server.endpoint(), server);
  }

  static ObjectEndpoint remote(StoreSettings.S3 s3) {
    return new ObjectEndpoint(
        s3.endpoint().orElse(URI.create("https://s3." + s3.region() + ".amazonaws.com")), () -> {});
  }

  @Override
  public void close() throws IOException {
    try {
      server.close();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
