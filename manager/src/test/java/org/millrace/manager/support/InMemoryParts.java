package org.millrace.manager.support;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.millrace.manager.api.Catalog;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.manager.settings.SourceSettings;
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
  Catalog catalog(SettingsFile settings) {
    return new Catalog() {
      @Override
      public List<Stage> stages() {
        return List.of(
            new Stage("split", "b2b-logs", "", "bundled", Map.of("memory", "256Mi")),
            new Stage("parse", "b2b-logs", "", "bundled", Map.of("batch", "4")),
            new Stage("summarise", "b2b-logs", "parse", "bundled", Map.of()));
      }

      @Override
      public List<Pipeline> pipelines() {
        return List.of(new Pipeline("b2b-logs", List.of("split", "parse", "summarise")));
      }

      @Override
      public List<SourceSettings> sources() {
        return List.copyOf(settings.get().sources().values());
      }
    };
  }
}
