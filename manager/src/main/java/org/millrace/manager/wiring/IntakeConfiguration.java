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
import org.millrace.engine.objects.ObjectStore;
import org.millrace.manager.Endpoint;
import org.millrace.manager.ServerOptions;
import org.millrace.manager.embedded.EmbeddedS3;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.Settings;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.manager.settings.StoreSettings;
import org.millrace.routes.intake.BeingWritten;
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

  /** The embedded endpoint, or the settings' own. */
  @Bean(destroyMethod = "close")
  ObjectEndpoint objectEndpoint(
      Home home, ServerOptions options, SettingsFile settings, Clock clock) throws IOException {
    Optional<StoreSettings.S3> remote = settings.get().stores().s3();
    if (remote.isPresent()) {
      return ObjectEndpoint.remote(remote.get());
    }
    // An upload that was cut off by a stop may be resumed for a day.
    Leftovers.delete(home.buckets(), clock.instant().minus(Duration.ofDays(1)));
    return ObjectEndpoint.embedded(
        EmbeddedS3.start(
            new EmbeddedS3.Options(
                home.buckets(), "127.0.0.1", options.s3Port(), Optional.empty())));
  }

  @Bean
  Endpoint s3Endpoint(ObjectEndpoint objects) {
    return new Endpoint("s3", objects.uri());
  }

  /** Lists the home's folders without a request to oneself. */
  @Bean(BucketWatch.CLIENT)
  S3Client watchingClient(ObjectStore objects, SettingsFile settings) {
    return objects instanceof FolderObjectStore folders
        ? new FolderS3Client(folders)
        : Stores.client(settings.get().stores().s3().orElseThrow());
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
      ObjectStore objects,
      FolderEvents arrivals,
      JobLedger ledger,
      Steering steering,
      Clock clock) {
    Settings.Intake intake = file.get().intake();
    return new BucketWatch(
        new BucketWatch.Timing(intake.poll(), intake.quiet()),
        sources,
        objects,
        // Elsewhere an object is there when it is whole.
        objects instanceof FolderObjectStore folders
            ? new OpenFiles(folders)
            : BeingWritten.never(),
        arrivals,
        new SourcesLedger(ledger, steering),
        clock);
  }
}
