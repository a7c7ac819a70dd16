package org.millrace.manager.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnDemandPortTest {
  private final AtomicInteger starts = new AtomicInteger();

  @Test
  void theServerStartsWithTheFirstConnectionAndBytesPassBothWays() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        OnDemandPort port = OnDemandPort.open("echo", 0, () -> startEcho(server))) {
      assertThat(starts).hasValue(0);
      try (Socket caller = call(port)) {
        caller.getOutputStream().write("hello".getBytes(UTF_8));
        caller.shutdownOutput();
        assertThat(new String(caller.getInputStream().readAllBytes(), UTF_8)).isEqualTo("hello");
      }
      assertThat(starts).hasValue(1);
    }
  }

  @Test
  void aConnectionIsClosedWhenTheServerCannotStart() throws Exception {
    OnDemandPort.Backend broken =
        () -> {
          throw new IOException("no room");
        };
    try (OnDemandPort port = OnDemandPort.open("broken", 0, broken);
        Socket caller = call(port)) {
      assertThat(caller.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aTakenPortIsRefusedWithTheRemedy() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int taken = other.getLocalPort();
      assertThatThrownBy(() -> OnDemandPort.open("broker", taken, () -> null))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("broker cannot listen on port " + taken)
          .hasMessageContaining("0 for any free one");
    }
  }

  private InetSocketAddress startEcho(ServerSocket server) {
    if (starts.incrementAndGet() == 1) {
      Thread echo = new Thread(() -> echo(server));
      echo.setDaemon(true);
      echo.start();
    }
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private static void echo(ServerSocket server) {
    try (Socket peer = server.accept()) {
      peer.getInputStream().transferTo(peer.getOutputStream());
    } catch (IOException over) {
      return;
    }
  }

  private static Socket call(OnDemandPort port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port());
    socket.setSoTimeout(10_000);
    return socket;
  }
}
