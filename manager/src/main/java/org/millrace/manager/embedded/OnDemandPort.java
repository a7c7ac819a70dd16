package org.millrace.manager.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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

  private final String name;
  private final ServerSocket door;
  private final Backend backend;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private OnDemandPort(String name, ServerSocket door, Backend backend) {
    this.name = name;
    this.door = door;
    this.backend = backend;
  }

  /**
   * Opens the port on loopback; nothing is started.
   *
   * @param name of the server, for the log and for names of threads
   * @param port 0 for any free one
   * @throws IOException the port is taken
   */
  public static OnDemandPort open(String name, int port, Backend backend) throws IOException {
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
    OnDemandPort opened = new OnDemandPort(name, door, backend);
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
      InetSocketAddress server = backend.start();
      Socket inner = keep(new Socket(server.getAddress(), server.getPort()));
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
