package org.millrace.manager.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.millrace.manager.Main;

/** A real process of the program, to be killed, frozen or stopped. */
final class JavaProcess {
  private final List<String> arguments;
  private final Path log;
  private Process process;
  private boolean frozen;

  JavaProcess(Path log, List<String> arguments) {
    this.log = log;
    this.arguments = arguments;
  }

  void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, Main.class.getName()));
    command.addAll(arguments);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    frozen = false;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  boolean isFrozen() {
    return frozen;
  }

  /** SIGKILL: nothing in the process gets to run any more. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(20, TimeUnit.SECONDS);
  }

  /** SIGSTOP: it lives, and does nothing. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
    frozen = true;
  }

  /** SIGCONT: it goes on where it was, and does not know that time has passed. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
    frozen = false;
  }

  /** SIGTERM, and waits for its end. */
  void stop() throws IOException, InterruptedException {
    if (frozen) {
      thaw();
    }
    process.destroy();
    if (!process.waitFor(40, TimeUnit.SECONDS)) {
      kill();
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
