package org.millrace.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** A broker in a process of its own, which can be killed and started again on what it left. */
public final class BrokerProcess implements AutoCloseable {
  private static final int PAGING_FROM = 32 << 10;

  private final Path folder;
  private final int pageBytes;
  private Process process;
  private int port;

  /**
   * @param pageBytes size of a page file
   */
  public BrokerProcess(Path folder, int pageBytes) {
    this.folder = folder;
    this.pageBytes = pageBytes;
  }

  /** Returns when it takes connections, on the port that it had before. */
  public void start() throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BrokerProcess.class.getName(),
                    folder.toString(),
                    Integer.toString(port),
                    Integer.toString(pageBytes)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
    String line = out.readLine();
    while (line != null && !line.startsWith("port ")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the broker's process ended at its start");
    }
    port = Integer.parseInt(line.substring("port ".length()));
  }

  public String url() {
    return "tcp://127.0.0.1:" + port;
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      kill();
    }
  }

  /** FOLDER PORT PAGE_BYTES. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration
        .setSecurityEnabled(false)
        .setJMXManagementEnabled(false)
        .setJournalType(JournalType.NIO)
        .setJournalBufferTimeout_NIO(150_000)
        .setJournalFileSize(2 << 20)
        .setJournalDirectory(folder.resolve("journal").toString())
        .setBindingsDirectory(folder.resolve("bindings").toString())
        .setLargeMessagesDirectory(folder.resolve("large").toString())
        .setPagingDirectory(folder.resolve("paging").toString())
        .setMaxDiskUsage(-1)
        .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + args[1])
        .addAddressSetting(
            "#",
            new AddressSettings()
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setMaxSizeBytes(PAGING_FROM)
                .setPageSizeBytes(Integer.parseInt(args[2]))
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE));
    ActiveMQServer server = ActiveMQServers.newActiveMQServer(configuration, null, null, true);
    server.start();
    server.waitForActivation(60, TimeUnit.SECONDS);
    System.out.println(
        "port " + ((NettyAcceptor) server.getRemotingService().getAcceptor("tcp")).getActualPort());
    // Until it is killed; or until whoever started it is gone.
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
    System.exit(0);
  }
}
