package org.millrace.routes.intake;

import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.millrace.routes.intake.Sources.Watched;

/** What declared sources must hold to; says every breach at once. */
final class SourceRules {

  private static final Set<String> OWN_BUCKETS = Set.of("work", "results", "archive");
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,254}");
  private static final Pattern NAME = Pattern.compile("[^/\\p{Cntrl}]+");
  private static final Pattern GROK = Pattern.compile("grok:.+");

  private final Set<String> formats;

  SourceRules(Set<String> formats) {
    this.formats = formats;
  }

  List<String> problems(List<Source> sources) {
    List<String> problems = new ArrayList<>();
    Map<String, Source> names = new HashMap<>();
    Map<Watched, Source> places = new HashMap<>();
    for (Source source : sources) {
      checkOne(source, problems);
      if (names.putIfAbsent(source.name(), source) != null) {
        say(problems, source, "name must be given once: rename or remove one of the two");
      }
      Source other = places.putIfAbsent(new Watched(source.bucket(), source.prefix()), source);
      if (other != null) {
        say(
            problems,
            source,
            "bucket and prefix must belong to one source, were those of "
                + other.name()
                + " too ("
                + source.bucket()
                + "/"
                + source.prefix()
                + ")");
      }
    }
    return problems;
  }

  private void checkOne(Source source, List<String> problems) {
    if (!NAME.matcher(source.name()).matches()
        || source.name().equals(".")
        || source.name().equals("..")) {
      say(problems, source, "name must be usable as a folder's name, without a slash");
    }
    if (OWN_BUCKETS.contains(source.bucket())) {
      say(
          problems,
          source,
          "bucket must not be "
              + source.bucket()
              + ", where Millrace itself writes: its output would become its input");
    } else if (!BUCKET.matcher(source.bucket()).matches()) {
      say(
          problems,
          source,
          "bucket must be three or more letters, digits, dots, dashes or underscores, was \""
              + source.bucket()
              + "\"");
    }
    if (source.prefix().startsWith("/")) {
      say(
          problems,
          source,
          "prefix must not begin with a slash, was \"" + source.prefix() + "\": keys do not");
    }
    source.format().ifPresent(format -> checkFormat(source, format, problems));
    source.charset().ifPresent(charset -> checkCharset(source, charset, problems));
    source.zone().ifPresent(zone -> checkZone(source, zone, problems));
  }

  private void checkFormat(Source source, String format, List<String> problems) {
    if (!formats.contains(format) && !GROK.matcher(format).matches()) {
      say(
          problems,
          source,
          "format must be one of "
              + String.join(", ", new TreeSet<>(formats))
              + " or grok:PATTERN, was \""
              + format
              + "\"");
    }
  }

  private static void checkCharset(Source source, String charset, List<String> problems) {
    try {
      Charset.forName(charset);
    } catch (IllegalArgumentException e) {
      say(
          problems,
          source,
          "charset must be one that Java knows, was \"" + charset + "\" (for example UTF-8, GBK)");
    }
  }

  private static void checkZone(Source source, String zone, List<String> problems) {
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      say(
          problems,
          source,
          "zone must be a time zone, was \"" + zone + "\" (for example Europe/Berlin, +02:00)");
    }
  }

  private static void say(List<String> problems, Source source, String rule) {
    problems.add("source " + source.name() + ": " + rule);
  }
}
