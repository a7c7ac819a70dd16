package org.millrace.manager.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.millrace.engine.control.User;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.manager.settings.Settings;
import org.millrace.manager.settings.SourceSettings;

/**
 * What somebody asks to run: checked, and with the defaults of its source filled in.
 *
 * @param settings format, charset and zone, as far as the source names them
 */
record Submission(String pipeline, String queue, String source, Map<String, String> settings) {
  private static final String NO_SOURCE = "default";
  private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /**
   * A source that nobody has declared is not an error: it gets the defaults, as an inbox folder
   * does. Without a queue and a source it goes to the user's own queue, where the settings have
   * such.
   *
   * @throws ApiException 422 for a pipeline, queue or source that cannot be
   */
  static Submission of(
      Optional<String> pipeline,
      Optional<String> queue,
      Optional<String> source,
      User user,
      Catalog catalog,
      Supplier<Settings> settings) {
    String name = source.orElse(NO_SOURCE);
    check("source", name, SOURCE, "must be a name of letters, digits, dots, - and _");
    SourceSettings from = settings.get().source(name);
    Optional<String> own =
        source.isPresent() ? Optional.empty() : settings.get().queueOfUser(user.name());
    String leaf = QueuePaths.leaf(queue.or(() -> own).orElse(from.queue()));
    return new Submission(
        known(pipeline.orElse(from.pipeline()), catalog), leaf, name, settingsOf(from));
  }

  JobRequest request(String owner, ObjectRef input, Disposal disposal) {
    return new JobRequest(pipeline, queue, source, owner, input, disposal, settings);
  }

  private static String known(String pipeline, Catalog catalog) {
    List<String> names = catalog.pipelines().stream().map(Catalog.Pipeline::name).toList();
    if (!names.contains(pipeline)) {
      throw ApiException.refused(
          "pipeline", "must be a loaded pipeline", pipeline, DidYouMean.remedy(pipeline, names));
    }
    return pipeline;
  }

  private static void check(String subject, String value, Pattern pattern, String rule) {
    if (!pattern.matcher(value).matches()) {
      throw ApiException.refused(subject, rule, value, "");
    }
  }

  private static Map<String, String> settingsOf(SourceSettings source) {
    Map<String, String> settings = new HashMap<>();
    source.format().ifPresent(value -> settings.put("format", value));
    source.charset().ifPresent(value -> settings.put("charset", value));
    source.zone().ifPresent(value -> settings.put("zone", value));
    return settings;
  }
}
