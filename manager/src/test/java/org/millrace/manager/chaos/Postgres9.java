package org.millrace.manager.chaos;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL whose server is killed and started again on the same files. It is set to
 * acknowledge commits that a crash loses ({@code synchronous_commit=off}): a system that does not
 * ask for better loses work here.
 */
final class Postgres9 implements AutoCloseable {
  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  Postgres9(Path data) throws IOException {
    this.data = data;
    this.server = start(0);
    this.port = server.getPort();
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** SIGKILL, then a start that has to recover. */
  void killAndRestart() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    CompletableFuture<?>[] ends =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(postmaster), postmaster.descendants())
            .map(ProcessHandle::onExit)
            .toArray(CompletableFuture[]::new);
    postmaster.destroyForcibly();
    CompletableFuture.allOf(ends).orTimeout(30, TimeUnit.SECONDS).join();
    server.close();
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    server = start(port);
  }

  /** Its files must outlive {@code close()}, which removes them unless told otherwise. */
  private EmbeddedPostgres start(int atPort) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(atPort)
        .setServerConfig("synchronous_commit", "off")
        .start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
