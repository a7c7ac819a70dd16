package org.millrace.manager.wiring;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.millrace.engine.control.Steering;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.FolderS3Client;
import org.millrace.engine.objects.Leftovers;
import org.millrace.manager.Endpoint;
import org.millrace.manager.ServerOptions;
import org.millrace.manager.embedded.EmbeddedS3;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.Settings;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.routes.intake.BucketWatch;
import org.millrace.routes.intake.FolderEvents;
import org.millrace.routes.intake.OpenFiles;
import org.millrace.routes.intake.Source;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.s3.S3Client;

/** Where work comes in: the embedded S3 endpoint over the home's folders, and the watch on them. */
@Configuration(proxyBeanMethods = false)
public class IntakeConfiguration {

  @Bean(destroyMethod = "close")
  EmbeddedS3 embeddedS3(Home home, ServerOptions options, Clock clock) throws IOException {
    // An upload that was cut off by a stop may be resumed for a day.
    Leftovers.delete(home.buckets(), clock.instant().minus(Duration.ofDays(1)));
    return EmbeddedS3.start(
        new EmbeddedS3.Options(home.buckets(), "127.0.0.1", options.s3Port(), Optional.empty()));
  }

  @Bean
  Endpoint s3Endpoint(EmbeddedS3 s3) {
    return new Endpoint("s3", s3.endpoint());
  }

  /** Lists the folders without a request to oneself. */
  @Bean(BucketWatch.CLIENT)
  S3Client watchingClient(FolderObjectStore objects) {
    return new FolderS3Client(objects);
  }

  @Bean
  DeclaredSources declaredSources(SettingsFile settings) {
    return new DeclaredSources(settings);
  }

  @Bean(destroyMethod = "close")
  FolderEvents arrivals(Home home) {
    return FolderEvents.of(home.bucket(Source.INBOX));
  }

  @Bean
  BucketWatch bucketWatch(
      SettingsFile file,
      DeclaredSources sources,
      FolderObjectStore objects,
      FolderEvents arrivals,
      JobLedger ledger,
      Steering steering,
      Clock clock) {
    Settings.Intake intake = file.get().intake();
    return new BucketWatch(
        new BucketWatch.Timing(intake.poll(), intake.quiet()),
        sources,
        objects,
        new OpenFiles(objects),
        arrivals,
        new SourcesLedger(ledger, steering),
        clock);
  }
}
