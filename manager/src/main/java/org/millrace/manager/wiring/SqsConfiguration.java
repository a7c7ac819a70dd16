package org.millrace.manager.wiring;

import java.io.IOException;
import java.time.Clock;
import org.millrace.manager.Endpoint;
import org.millrace.manager.ServerOptions;
import org.millrace.manager.embedded.EmbeddedSqs;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.routes.intake.sqs.SqsQueues;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tasks by SQS: the embedded server of the home, or the one that the settings name. */
@Configuration(proxyBeanMethods = false)
public class SqsConfiguration {
  @Bean(destroyMethod = "close")
  SqsLink sqsLink(SettingsFile settings, Home home, ServerOptions options, Clock clock)
      throws IOException {
    var store = settings.get().sqs();
    return store.remote().isPresent()
        ? SqsLink.remote(store, clock)
        : SqsLink.embedded(EmbeddedSqs.open(home.db(), options.sqsPort()), store, clock);
  }

  @Bean
  SqsQueues sqsQueues(SqsLink link) {
    return link.queues();
  }

  @Bean
  Endpoint sqsEndpoint(SqsLink link) {
    return new Endpoint("sqs", link.endpoint());
  }
}
