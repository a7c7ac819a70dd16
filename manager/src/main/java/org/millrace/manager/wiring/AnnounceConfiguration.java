package org.millrace.manager.wiring;

import java.time.Clock;
import java.util.Optional;
import org.millrace.engine.announce.Announcements;
import org.millrace.engine.announce.Announcer;
import org.millrace.engine.node.Engine;
import org.millrace.engine.transport.push.Broker;
import org.millrace.manager.settings.SettingsFile;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells others of jobs' ends, in a process that manages. */
@Configuration(proxyBeanMethods = false)
public class AnnounceConfiguration {
  @Bean(initMethod = "start", destroyMethod = "close")
  Announcer announcer(
      Engine engine,
      Announcements announcements,
      SettingsFile settings,
      ObjectProvider<Broker> broker,
      Clock clock) {
    Announcer announcer =
        new Announcer(
            announcements,
            () -> settings.get().observe().webhooks(),
            Optional.ofNullable(broker.getIfAvailable()).map(JobTopic::new),
            () -> settings.get().observe().jobEvents(),
            engine::isLeader,
            clock);
    engine.ends().wantedWhen(announcer::wanted);
    return announcer;
  }
}
