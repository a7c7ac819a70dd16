package org.millrace.manager.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that is open from the start though the server behind it is not running yet: the first
 * connection starts that on a port of its own, and every connection's bytes are passed on to it. So
 * a server that takes seconds to start costs nothing until somebody wants it. Thread-safe.
 */
public final class OnDemandPort implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(OnDemandPort.class);

  /** The server behind the port. */
  @FunctionalInterface
  public interface Backend {
    /**
     * Starts the server unless it runs, and says where it listens. Called for every connection,
     * from several threads.
     */
    InetSocketAddress start() throws IOException;
  }

  /** Says by the head of a connection's first request, up to the empty line, who may come in. */
  @FunctionalInterface
  public interface Guard {
    boolean admits(String head);
  }

  private static final int LONGEST_HEAD = 16 * 1024;

  private final String name;
  private final ServerSocket door;
  private final Backend backend;
  private final Optional<Guard> guard;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private OnDemandPort(String name, ServerSocket door, Backend backend, Optional<Guard> guard) {
    this.name = name;
    this.door = door;
    this.backend = backend;
    this.guard = guard;
  }

  /**
   * Opens the port on loopback; nothing is started.
   *
   * @param name of the server, for the log and for names of threads
   * @param port 0 for any free one
   * @throws IOException the port is taken
   */
  public static OnDemandPort open(String name, int port, Backend backend) throws IOException {
    return open(name, port, backend, Optional.empty());
  }

  /**
   * The same for an HTTP server, with a guard: a connection that begins with a request that it does
   * not admit is closed, and starts nothing.
   */
  public static OnDemandPort open(String name, int port, Backend backend, Guard guard)
      throws IOException {
    return open(name, port, backend, Optional.of(guard));
  }

  private static OnDemandPort open(String name, int port, Backend backend, Optional<Guard> guard)
      throws IOException {
    ServerSocket door = new ServerSocket();
    // As servers do, or a port is "taken" for a minute after a stop.
    door.setReuseAddress(true);
    try {
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      door.close();
      throw new IOException(
          name
              + " cannot listen on port "
              + port
              + ": "
              + e.getMessage()
              + " (choose another, 0 for any free one)",
          e);
    }
    OnDemandPort opened = new OnDemandPort(name, door, backend, guard);
    opened.thread("door", opened::accept);
    return opened;
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Cuts every connection. The server behind is its owner's to stop. */
  @Override
  public void close() throws IOException {
    door.close();
    open.forEach(this::end);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket caller = keep(door.accept());
        thread("in", () -> serve(caller));
      } catch (IOException e) {
        if (!door.isClosed()) {
          LOG.warn("{} could not take a connection: {}", name, e.getMessage());
        }
      }
    }
  }

  private void serve(Socket caller) {
    try {
      byte[] head = guard.isPresent() ? head(caller.getInputStream()) : new byte[0];
      if (guard.isPresent() && !guard.get().admits(new String(head, ISO_8859_1))) {
        end(caller);
        return;
      }
      InetSocketAddress server = backend.start();
      Socket inner = keep(new Socket(server.getAddress(), server.getPort()));
      inner.getOutputStream().write(head);
      thread("out", () -> pass(inner, caller));
      pass(caller, inner);
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} does not run, so a connection was closed: {}", name, e.getMessage());
      end(caller);
    }
  }

  /** Until the sender has sent its last; the other way stays open, as between the two directly. */
  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
      if (from.isOutputShutdown()) {
        end(from);
        end(to);
      }
    } catch (IOException cut) {
      end(from);
      end(to);
    }
  }

  /** What comes first, up to the end of the head or a bound, whichever is first. */
  private static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      // The last four bytes.
      last = last << 8 | next;
      if (last == 0x0d0a0d0a || head.size() == LONGEST_HEAD) {
        break;
      }
    }
    return head.toByteArray();
  }

  private Socket keep(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    open.add(socket);
    if (door.isClosed()) {
      end(socket);
    }
    return socket;
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("{}: closing a connection", name, e);
    }
  }

  private void thread(String part, Runnable work) {
    Thread thread = new Thread(work, name + "-" + part);
    thread.setDaemon(true);
    thread.start();
  }
}
