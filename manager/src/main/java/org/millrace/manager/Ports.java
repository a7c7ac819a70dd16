package org.millrace.manager;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.settings.Settings;

/** Looks, before anything starts, whether the ports that will be opened are free. */
final class Ports {
  private static final int HIGHEST = 65535;

  private Ports() {}

  /**
   * @throws RefusedException naming every option whose port cannot be opened
   */
  static void check(ServerOptions options, Settings settings, InetAddress web) {
    List<Problem> problems = new ArrayList<>();
    if (free(web, 0)) {
      check("--port", options.port(), web, problems);
    } else {
      problems.add(
          new Problem(
              "millrace.yaml: bind",
              "must be an address of this machine",
              web.getHostAddress(),
              "leave it out for 127.0.0.1"));
    }
    InetAddress here = InetAddress.getLoopbackAddress();
    check("--s3-port", options.s3Port(), here, problems);
    check("--broker-port", options.brokerPort(), here, problems);
    if (settings.sqs().remote().isEmpty()) {
      check("--sqs-port", options.sqsPort(), here, problems);
    }
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
  }

  private static void check(String option, int port, InetAddress address, List<Problem> problems) {
    String value = Integer.toString(port);
    if (port < 0 || port > HIGHEST) {
      problems.add(
          new Problem(option, "must be from 0 to " + HIGHEST, value, "0 is any free port"));
    } else if (port != 0 && !free(address, port)) {
      problems.add(
          new Problem(
              option,
              "must be a free port, and another program has this one",
              value,
              "give another, or 0 for any free port"));
    }
  }

  private static boolean free(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the servers themselves do, or a port is "taken" for a minute after a stop.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
