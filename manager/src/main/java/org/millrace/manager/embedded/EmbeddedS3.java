package org.millrace.manager.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.millrace.engine.objects.FolderObjectStore;

/**
 * An S3 endpoint over plain folders: every folder is a bucket, a file copied in is an object, and
 * an object put is a file with the key's name. Meant for one machine; a company's own S3 takes its
 * place elsewhere.
 *
 * <p>With a key pair every request must be signed with it (AWS signature version 4). Without one,
 * any key pair and none are accepted, as of an emulator on one's own machine, and what a web page
 * could send is refused ({@link BrowserGuard}): other users of the machine are trusted then.
 * Clients address buckets by path.
 *
 * <p>Uploads under way lie in a hidden folder of their bucket and are in no listing; they appear at
 * once, whole and forced to disk. An ETag changes with the file, however it was written, and is not
 * an MD5. Thread-safe.
 */
public final class EmbeddedS3 implements AutoCloseable {

  /** Signed bodies are held in memory to be checked, so both number and size are kept small. */
  private static final int THREADS = 16;

  private static final long LARGEST_SIGNED_BODY = 32L * 1024 * 1024;
  private final S3Proxy server;
  private final URI endpoint;

  /**
   * @param buckets folder whose folders are the buckets; made when absent
   * @param host address to bind, {@code 127.0.0.1} unless others must reach it
   * @param port 0 for any free port
   * @param keys the key pair that requests must be signed with; empty for none
   */
  public record Options(Path buckets, String host, int port, Optional<Keys> keys) {}

  /** See {@link Options}. */
  public record Keys(String access, String secret) {}

  private EmbeddedS3(S3Proxy server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * Starts the endpoint; it answers when this returns.
   *
   * @throws IOException the port is taken or the folder cannot be made
   */
  public static EmbeddedS3 start(Options options) throws IOException {
    Files.createDirectories(options.buckets());
    S3Proxy.Builder builder =
        S3Proxy.builder()
            .endpoint(URI.create("http://" + options.host() + ":" + options.port()))
            .blobStore(
                new FolderBlobStore(
                    new FilesystemNio2BlobStore(options.buckets().toString()),
                    options.buckets(),
                    new FolderObjectStore(options.buckets())))
            .jettyMaxThreads(THREADS)
            .v4MaxNonChunkedRequestSize(LARGEST_SIGNED_BODY)
            .ignoreUnknownHeaders(true)
            .stopTimeout(0);
    options
        .keys()
        .ifPresent(
            keys ->
                builder.awsAuthentication(AuthenticationType.AWS_V4, keys.access(), keys.secret()));
    S3Proxy server = builder.build();
    if (options.keys().isEmpty()) {
      BrowserGuard.stand(server);
    }
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException(
          "S3 endpoint cannot listen on "
              + options.host()
              + ":"
              + options.port()
              + ": "
              + e.getMessage()
              + " (choose another with --s3-port, 0 for any free one)",
          e);
    }
    return new EmbeddedS3(server, URI.create("http://" + options.host() + ":" + server.getPort()));
  }

  /** What clients give as endpoint URL. */
  public URI endpoint() {
    return endpoint;
  }

  /** Stops at once: requests under way are cut off, and what they had not finished is not there. */
  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("S3 endpoint " + endpoint + " did not stop: " + e.getMessage(), e);
    }
  }
}
