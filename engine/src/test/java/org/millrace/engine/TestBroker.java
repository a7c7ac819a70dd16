package org.millrace.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.millrace.engine.transport.push.Broker;
import org.millrace.engine.transport.push.BrokerAddress;

/** A real broker in this process, with a journal that outlives a restart. */
public final class TestBroker implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Path folder;
  private final int id = COUNT.incrementAndGet();
  private final AddressSettings all =
      new AddressSettings()
          .setMaxDeliveryAttempts(-1)
          .setRedeliveryDelay(0)
          .setAutoDeleteQueues(false)
          .setAutoDeleteAddresses(false)
          .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
  private ActiveMQServer server;
  private int port;

  private TestBroker(Path folder) {
    this.folder = folder;
  }

  public static TestBroker start() throws Exception {
    Path folder = Files.createTempDirectory("millrace-broker-");
    folder.toFile().deleteOnExit();
    TestBroker broker = new TestBroker(folder);
    broker.startAgain();
    return broker;
  }

  /** Addresses begin to page at so many bytes. */
  public TestBroker pagingFrom(long bytes, int pageBytes) throws Exception {
    all.setMaxSizeBytes(bytes).setPageSizeBytes(pageBytes);
    stop();
    startAgain();
    return this;
  }

  public void startAgain() throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration
        .setSecurityEnabled(false)
        .setJMXManagementEnabled(false)
        .setJournalType(JournalType.NIO)
        .setJournalBufferTimeout_NIO(150_000)
        .setJournalDirectory(folder.resolve("journal").toString())
        .setBindingsDirectory(folder.resolve("bindings").toString())
        .setPagingDirectory(folder.resolve("paging").toString())
        .setLargeMessagesDirectory(folder.resolve("large").toString())
        .setJournalFileSize(2 << 20)
        .setMaxDiskUsage(-1)
        .addAcceptorConfiguration("in-vm", "vm://" + id)
        .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port)
        .addAddressSetting("#", all);
    server = ActiveMQServers.newActiveMQServer(configuration, null, null, true);
    server.start();
    server.waitForActivation(20, TimeUnit.SECONDS);
    port = ((NettyAcceptor) server.getRemotingService().getAcceptor("tcp")).getActualPort();
  }

  public ActiveMQServer server() {
    return server;
  }

  /** As after kill -9: it starts on what was on disk, and nothing more. */
  public void killAndStartAgain() throws Exception {
    Path copy = Files.createTempDirectory("millrace-broker-");
    copy(folder, copy);
    server.stop();
    folder = copy;
    startAgain();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else if (!each.toString().endsWith(".lock")) {
          Files.copy(each, target);
        }
      }
    }
  }

  public String inVmUrl() {
    return "vm://" + id;
  }

  public void stop() throws Exception {
    server.stop();
  }

  public Broker inVm() {
    return connection(inVmUrl());
  }

  public Broker overTcp() {
    return connection("tcp://127.0.0.1:" + port);
  }

  private static Broker connection(String url) {
    return new Broker(() -> new BrokerAddress(url, "u", "p"), () -> true, Duration.ofSeconds(10));
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
