package org.millrace.manager.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.millrace.engine.transport.push.Broker;
import org.millrace.engine.transport.push.BrokerAddress;
import org.millrace.engine.transport.sqs.SqsAccess;
import org.millrace.manager.home.AdminPassword;
import org.millrace.manager.home.EndpointsFile;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.SettingsFile;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The transports of a process that only works: over the stores that the settings name, or the
 * embedded ones of the system that runs in its home, wherever they listen at the moment.
 */
@Configuration(proxyBeanMethods = false)
public class WorkerConfiguration {
  @Bean(destroyMethod = "close")
  Broker broker(SettingsFile settings, Home home) {
    Optional<BrokerAddress> remote = settings.get().broker();
    return new Broker(
        () -> remote.orElseGet(() -> embedded(home)),
        () -> true,
        BrokerConfiguration.silence(settings));
  }

  private static BrokerAddress embedded(Home home) {
    try {
      return new BrokerAddress(
          EndpointsFile.url(home, "broker"), "admin", AdminPassword.read(home.adminPassword()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Bean(destroyMethod = "close")
  PushFactory pushTransport(Broker broker) {
    return new PushFactory(broker, Optional.empty());
  }

  @Bean(destroyMethod = "close")
  SqsLink sqsLink(SettingsFile settings, Home home, Clock clock) {
    var store = settings.get().sqs();
    return store.remote().isPresent()
        ? SqsLink.remote(store, clock)
        : SqsLink.elsewhere(
            () -> SqsAccess.local(URI.create(EndpointsFile.url(home, "sqs"))), store, clock);
  }
}
