package org.millrace.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Hands bytes on to a server of this machine, until it swallows them all. */
public final class StallingProxy implements Closeable {
  private final ServerSocket door;
  private final int to;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private volatile boolean stalled;

  private StallingProxy(ServerSocket door, int to) {
    this.door = door;
    this.to = to;
  }

  public static StallingProxy to(int port) throws IOException {
    StallingProxy proxy =
        new StallingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    begin(proxy::accept);
    return proxy;
  }

  public int port() {
    return door.getLocalPort();
  }

  /** From now on connections are accepted and kept, and nothing comes back. */
  public void stall() {
    stalled = true;
  }

  /** New connections work again; what was swallowed is lost. */
  public void goOn() {
    stalled = false;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
        open.add(client);
        open.add(server);
        boolean[] lost = {false};
        begin(() -> hand(client, server, lost));
        begin(() -> hand(server, client, lost));
      }
    } catch (IOException closed) {
      return;
    }
  }

  /**
   * @param lost whether something of this connection was swallowed: it is of no use any more
   */
  private void hand(Socket from, Socket target, boolean[] lost) {
    byte[] bytes = new byte[8192];
    try (from;
        target;
        InputStream in = from.getInputStream();
        OutputStream out = target.getOutputStream()) {
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        lost[0] |= stalled;
        if (!lost[0]) {
          out.write(bytes, 0, read);
          out.flush();
        }
      }
    } catch (IOException closed) {
      return;
    }
  }

  private static void begin(Runnable work) {
    Thread thread = new Thread(work, "stalling-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
