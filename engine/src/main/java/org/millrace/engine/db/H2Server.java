package org.millrace.engine.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Base64;
import org.h2.tools.Server;

/**
 * Lets worker processes of this machine use the embedded database: a server on loopback that knows
 * this one database, by a random key, made at every start. The key stands in a file beside the
 * database that its owner alone may read; who has it, has the database.
 */
final class H2Server implements AutoCloseable {
  private static final String FILE = "server";

  private final Server server;
  private final Path access;

  private H2Server(Server server, Path access) {
    this.server = server;
    this.access = access;
  }

  static H2Server start(Path folder, String database) {
    try {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      String key = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      // H2 reads it when it opens the socket; without it, it would listen everywhere.
      System.setProperty("h2.bindAddress", "127.0.0.1");
      Server server =
          Server.createTcpServer("-tcpPort", "0", "-tcpDaemon", "-ifExists", "-key", key, database)
              .start();
      Path access = folder.resolve(FILE);
      write(access, "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + key);
      return new H2Server(server, access);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("database: cannot serve workers: " + e.getMessage(), e);
    }
  }

  /**
   * Where the running system's database is reached.
   *
   * @throws IOException no system runs on this folder
   */
  static String url(Path folder) throws IOException {
    return Files.readString(folder.resolve(FILE));
  }

  private static void write(Path file, String text) throws IOException {
    Path aside = file.resolveSibling(FILE + ".new");
    Files.deleteIfExists(aside);
    Files.createFile(aside);
    aside.toFile().setReadable(false, false);
    aside.toFile().setReadable(true, true);
    Files.writeString(aside, text);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(access);
    } catch (IOException e) {
      // A worker that reads it finds nobody there, which is what it has to expect.
      access.toFile().deleteOnExit();
    }
    server.stop();
  }
}
