package org.millrace.manager.wiring;

import java.util.function.Supplier;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.settings.Settings;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.manager.settings.SourceSettings;
import org.millrace.processors.logs.Formats;
import org.millrace.routes.intake.Source;
import org.millrace.routes.intake.Sources;

/** The sources that the settings declare, as intake knows them; follows the settings. */
public final class DeclaredSources implements Supplier<Sources> {
  private volatile Sources current;

  DeclaredSources(SettingsFile settings) {
    current = read(settings.get());
    settings.onChange(changed -> current = read(changed));
  }

  /**
   * Looks at settings that nobody uses yet.
   *
   * @throws RefusedException with everything that is wrong with their sources
   */
  public static void check(Settings settings) {
    read(settings);
  }

  @Override
  public Sources get() {
    return current;
  }

  private static Sources read(Settings settings) {
    try {
      return new Sources(
          settings.sources().values().stream().map(DeclaredSources::source).toList(),
          Formats.names());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          e.getMessage()
              .lines()
              .map(each -> new Problem("millrace.yaml", each, "", "mend the source"))
              .toList());
    }
  }

  private static Source source(SourceSettings settings) {
    return Source.named(settings.name())
        .withPlace(settings.bucket(), settings.prefix())
        .withText(settings.format(), settings.charset(), settings.zone())
        .withRun(settings.pipeline(), settings.queue(), disposal(settings.archive()))
        .withStreams(
            new Source.Streams(
                settings.window().time(),
                settings.window().count(),
                settings.sqs(),
                settings.events()));
  }

  private static Disposal disposal(SourceSettings.Archive archive) {
    return switch (archive) {
      case MOVE -> Disposal.ARCHIVE;
      case KEEP -> Disposal.KEEP;
      case DELETE -> Disposal.DELETE;
    };
  }
}
