package org.millrace.manager.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.millrace.manager.Server;
import org.millrace.manager.ServerOptions;
import org.millrace.manager.home.Home;
import picocli.CommandLine;

/** A real system on free ports, with stores in memory. */
public final class RunningSystem implements AutoCloseable {
  private final Home home;
  private final Server server;

  private RunningSystem(Home home, Server server) {
    this.home = home;
    this.server = server;
  }

  public static RunningSystem in(Path dir, Class<?>... more) throws IOException {
    ServerOptions options =
        options(dir, "--port", "0", "--s3-port", "0", "--sqs-port", "0", "--broker-port", "0");
    List<Class<?>> parts = new ArrayList<>(List.of(InMemoryParts.class));
    parts.addAll(List.of(more));
    return new RunningSystem(options.home(), Server.start(options, Set.of(), parts));
  }

  public static ServerOptions options(Path dir, String... more) {
    ServerOptions options = new ServerOptions();
    new CommandLine(options).parseArgs(concat(dir, more));
    return options;
  }

  /** What {@code endpoints.json} says of the console. */
  public String url() throws IOException {
    return Files.readString(home.endpoints()).replaceAll("(?s).*\"console\": \"([^\"]*)\".*", "$1");
  }

  public String password() throws IOException {
    return Files.readString(home.adminPassword()).strip();
  }

  public Home home() {
    return home;
  }

  public <T> T bean(Class<T> type) {
    return server.context().getBean(type);
  }

  public InMemoryLedger ledger() {
    return server.context().getBean(InMemoryLedger.class);
  }

  public InMemoryScheduler scheduler() {
    return server.context().getBean(InMemoryScheduler.class);
  }

  public InMemoryObjects objects() {
    return server.context().getBean(InMemoryObjects.class);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static String[] concat(Path dir, String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "--home";
    all[1] = dir.toString();
    System.arraycopy(more, 0, all, 2, more.length);
    return all;
  }
}
