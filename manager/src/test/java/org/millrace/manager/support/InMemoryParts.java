package org.millrace.manager.support;

import java.time.Clock;
import org.millrace.manager.api.Catalog;
import org.millrace.manager.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything that the manager needs from below, in memory. */
@Configuration(proxyBeanMethods = false)
public class InMemoryParts {
  @Bean
  InMemoryLedger ledger(Clock clock) {
    return new InMemoryLedger(clock);
  }

  @Bean
  InMemoryObjects objects() {
    return new InMemoryObjects();
  }

  @Bean
  InMemoryScheduler scheduler() {
    return new InMemoryScheduler(Settings.DEFAULTS.scheduler());
  }

  @Bean
  Catalog catalog() {
    return new BundledCatalog();
  }
}
