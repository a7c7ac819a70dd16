package org.millrace.manager.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.millrace.engine.transport.push.BrokerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Artemis broker in this process with its journal in a folder: synced at every commit, paging to
 * disk when memory is short. It costs seconds to start, so it starts when first asked for, and
 * again after it has stopped itself because its disk failed. Thread-safe.
 */
public final class EmbeddedBroker implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String INSIDE = "millrace";
  private static final String JOBS = "millrace.jobs";
  private static final String UNROUTED = "DLQ";

  /** What others may send to. */
  private static final String INTAKE = "millrace.in.#";

  private static final long MEMORY = 64L << 20;
  private static final long MEMORY_OF_AN_ADDRESS = 16L << 20;
  private static final long INTAKE_ON_DISK = 4L << 30;

  /** Less free than this, and nothing more is taken in. */
  private static final long LEAST_FREE = 200L << 20;

  private static final int PAGE = 4 << 20;

  private final Path folder;
  private final BrokerUsers users;
  private final String inVm = "vm://" + COUNT.incrementAndGet();
  private final BrokerAddress address =
      new BrokerAddress(inVm, INSIDE, UUID.randomUUID() + "-" + UUID.randomUUID());
  private ActiveMQServer server;
  private int port;
  private boolean closed;

  /**
   * @param folder of the journal; made when absent
   * @param adminPassword of user {@code admin}, who may do all
   */
  public EmbeddedBroker(Path folder, String adminPassword) {
    this.folder = folder;
    this.users = new BrokerUsers(Map.of("admin", adminPassword, INSIDE, address.password()));
  }

  /** For this process alone; starts the broker unless it runs. */
  public BrokerAddress address() {
    start();
    return address;
  }

  /** Starts the broker unless it runs; answers where it listens on loopback. */
  public synchronized InetSocketAddress start() {
    if (closed) {
      throw new IllegalStateException("the broker has been closed");
    }
    if (server == null || !server.isStarted()) {
      launch();
    }
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  public synchronized boolean runs() {
    return server != null && server.isStarted();
  }

  /** Whether its files hold messages, or may, because it was not stopped in order. */
  public boolean holdsMessages() {
    return Files.isDirectory(folder.resolve("journal")) && Files.notExists(drained());
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (server == null) {
      return;
    }
    try {
      boolean empty = server.isStarted() && server.getTotalMessageCount() == 0;
      server.stop();
      if (empty) {
        Files.writeString(drained(), "");
      }
    } catch (Exception e) {
      throw new IOException("the broker did not stop: " + e.getMessage(), e);
    }
  }

  /** The next start of the system can do without the broker's. */
  private Path drained() {
    return folder.resolve("drained");
  }

  private void launch() {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(drained());
      server = ActiveMQServers.newActiveMQServer(configuration(), null, users, true);
      server.start();
      if (!server.waitForActivation(60, TimeUnit.SECONDS)) {
        throw new IOException("it was not ready after 60 s");
      }
      port = ((NettyAcceptor) server.getRemotingService().getAcceptor("tcp")).getActualPort();
      LOG.info("The embedded broker runs, its journal is {}", folder);
    } catch (Exception e) {
      throw new IllegalStateException("the embedded broker did not start: " + e.getMessage(), e);
    }
  }

  private Configuration configuration() throws Exception {
    Role owner =
        new Role(
            BrokerUsers.OWNER,
            true,
            true,
            true,
            true,
            true,
            true,
            true,
            true,
            true,
            true,
            true,
            true);
    Role sender =
        new Role(
            BrokerUsers.ANYBODY,
            true,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            false);
    return new ConfigurationImpl()
        .setName("millrace")
        .setJMXManagementEnabled(false)
        .setSecurityEnabled(true)
        .setJournalType(JournalType.NIO)
        // A commit waits so long for others to share its sync; the default is 3.3 ms.
        .setJournalBufferTimeout_NIO(150_000)
        .setJournalDirectory(folder.resolve("journal").toString())
        .setBindingsDirectory(folder.resolve("bindings").toString())
        .setPagingDirectory(folder.resolve("paging").toString())
        .setLargeMessagesDirectory(folder.resolve("large").toString())
        .setMinDiskFree(LEAST_FREE)
        .setGlobalMaxSize(MEMORY)
        // A broker that hangs in its disk ends the process: whatever supervises it starts it anew.
        .setCriticalAnalyzer(true)
        .setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.HALT)
        .addAcceptorConfiguration("in-vm", inVm)
        .addAcceptorConfiguration(
            "tcp", "tcp://127.0.0.1:" + port + "?protocols=CORE,AMQP,MQTT,STOMP")
        .addQueueConfiguration(
            QueueConfiguration.of(UNROUTED)
                .setAddress(UNROUTED)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true))
        // The broker's own notices, which nobody reads, must not pile up there.
        .addAddressSetting("#", kept().setSendToDLAOnNoRoute(false))
        .addAddressSetting("millrace.#", kept())
        // Who wants to hear of jobs' ends subscribes; to nobody they are told in vain.
        .addAddressSetting(
            JOBS,
            kept()
                .setSendToDLAOnNoRoute(false)
                .setDefaultAddressRoutingType(RoutingType.MULTICAST)
                .setDefaultQueueRoutingType(RoutingType.MULTICAST))
        .addAddressSetting(
            INTAKE,
            kept()
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
                .setPageLimitBytes(INTAKE_ON_DISK)
                .setPageFullMessagePolicy(PageFullMessagePolicy.FAIL))
        .putSecurityRoles("#", Set.of(owner))
        .putSecurityRoles(INTAKE, Set.of(owner, sender));
  }

  /** Nothing is removed by the broker, neither after failures nor with age. */
  private static AddressSettings kept() {
    return new AddressSettings()
        .setMaxDeliveryAttempts(-1)
        .setRedeliveryDelay(0)
        .setDeadLetterAddress(SimpleString.of(UNROUTED))
        .setExpiryAddress(SimpleString.of(UNROUTED))
        .setNoExpiry(true)
        .setSendToDLAOnNoRoute(true)
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(false)
        .setDefaultAddressRoutingType(RoutingType.ANYCAST)
        .setDefaultQueueRoutingType(RoutingType.ANYCAST)
        .setMaxSizeBytes(MEMORY_OF_AN_ADDRESS)
        .setPageSizeBytes(PAGE)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
        .setDiskFullMessagePolicy(DiskFullMessagePolicy.BLOCK);
  }
}
