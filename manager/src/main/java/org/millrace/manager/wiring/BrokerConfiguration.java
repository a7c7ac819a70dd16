package org.millrace.manager.wiring;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.millrace.engine.transport.push.Broker;
import org.millrace.engine.transport.push.BrokerAddress;
import org.millrace.manager.Endpoint;
import org.millrace.manager.ServerOptions;
import org.millrace.manager.embedded.EmbeddedBroker;
import org.millrace.manager.embedded.OnDemandPort;
import org.millrace.manager.home.AdminPassword;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.routes.intake.broker.BrokerAddresses;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The broker that transport push stands on: the embedded one, or the one that the settings name.
 */
@Configuration(proxyBeanMethods = false)
public class BrokerConfiguration {
  /** One of the two. */
  record Chosen(Optional<BrokerAddress> remote, EmbeddedBroker embedded) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      embedded.close();
    }
  }

  @Bean(destroyMethod = "close")
  Chosen chosenBroker(SettingsFile settings, Home home, AdminPassword password) {
    Chosen chosen =
        new Chosen(settings.get().broker(), new EmbeddedBroker(home.journal(), password.value()));
    if (chosen.remote().isEmpty() && chosen.embedded().holdsMessages()) {
      // Not waited for: the system is ready before its broker is.
      Thread start = new Thread(chosen.embedded()::start, "broker-start");
      start.setDaemon(true);
      start.start();
    }
    return chosen;
  }

  /** Open from the start; only who connects makes the embedded broker run. */
  @Bean(destroyMethod = "close")
  OnDemandPort brokerPort(Chosen chosen, ServerOptions options) throws IOException {
    return OnDemandPort.open("broker", options.brokerPort(), chosen.embedded()::start);
  }

  @Bean
  Endpoint brokerEndpoint(Chosen chosen, OnDemandPort port) {
    return new Endpoint(
        "broker",
        URI.create(
            chosen.remote().map(BrokerAddress::url).orElse("tcp://127.0.0.1:" + port.port())));
  }

  @Bean(destroyMethod = "close")
  Broker broker(Chosen chosen, SettingsFile settings) {
    Duration silence = silence(settings);
    return chosen
        .remote()
        .map(remote -> new Broker(() -> remote, () -> true, silence))
        .orElseGet(() -> new Broker(chosen.embedded()::address, chosen.embedded()::runs, silence));
  }

  /** Shorter than a lease: what a lost worker had is with the broker before its lease ends. */
  static Duration silence(SettingsFile settings) {
    return settings.get().lease().multipliedBy(2).dividedBy(3);
  }

  /** For sources whose messages come by the broker. */
  @Bean
  BrokerAddresses brokerAddresses(Chosen chosen, Broker broker) {
    return new BrokerAddresses(
        broker::session, () -> chosen.remote().isPresent() || chosen.embedded().runs());
  }

  /** What containers have in hand is noted in files where the broker dies with them. */
  @Bean(destroyMethod = "close")
  PushFactory pushTransport(Chosen chosen, Broker broker, Home home) {
    return new PushFactory(
        broker,
        chosen.remote().isEmpty()
            ? Optional.of(home.journal().resolve("in-hand"))
            : Optional.empty());
  }
}
