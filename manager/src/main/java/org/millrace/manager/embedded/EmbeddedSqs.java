package org.millrace.manager.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SQS endpoint for one machine, kept on disk. Its port is open from the start; the server behind
 * it takes seconds to start and does so at the first connection. Any key pair is accepted, but
 * every request must be signed with one: so a web page, which cannot sign, cannot reach it. Other
 * users of the machine are trusted. What was acknowledged outlives a killed process. A server that
 * cannot write, as on a full disk, acknowledges nothing more: it is stopped, and begun anew with
 * what is on disk at the next connection. One in a process at a time. Thread-safe.
 */
public final class EmbeddedSqs implements Closeable {
  /** How AWS clients begin their signatures. */
  private static final String SIGNED = "\r\nauthorization: aws4-hmac-sha256 ";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSqs.class);

  private final Path db;
  private final String files;
  private final OnDemandPort door;
  private SqsServer server;
  private boolean closed;

  private EmbeddedSqs(Path db, String files, int port) throws IOException {
    this.db = db;
    this.files = files;
    this.door = OnDemandPort.open("SQS", port, this::start, EmbeddedSqs::signed);
  }

  /**
   * Opens the port on loopback.
   *
   * @param db folder for what is kept
   * @param port 0 for any free one
   * @throws IOException the port is taken
   */
  public static EmbeddedSqs open(Path db, int port) throws IOException {
    return open(db, "file:", port);
  }

  /** With files that H2 reaches by another of its ways. */
  static EmbeddedSqs open(Path db, String files, int port) throws IOException {
    return new EmbeddedSqs(db, files, port);
  }

  /** What clients give as endpoint URL. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + door.port());
  }

  /** Whether anybody has wanted it yet. */
  public synchronized boolean running() {
    return server != null;
  }

  @Override
  public void close() throws IOException {
    door.close();
    synchronized (this) {
      closed = true;
      if (server != null) {
        server.close();
      }
    }
  }

  private synchronized InetSocketAddress start() throws IOException {
    if (closed) {
      throw new IOException("it has been stopped");
    }
    if (server == null) {
      server = SqsServer.start(db, files, door.port(), this::failed);
    }
    return server.address();
  }

  private void failed(Throwable why) {
    Thread thread = new Thread(() -> stop(why), "sqs-stop");
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void stop(Throwable why) {
    if (closed || server == null) {
      return;
    }
    LOG.error("The SQS server cannot write, and begins anew at the next call: {}", why.toString());
    SqsServer stopping = server;
    server = null;
    try {
      stopping.close();
    } catch (RuntimeException e) {
      LOG.warn("Stopping it: {}", e.getMessage());
    }
  }

  private static boolean signed(String head) {
    return head.toLowerCase(java.util.Locale.ROOT).contains(SIGNED);
  }
}
