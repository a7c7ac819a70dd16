package org.millrace.manager.settings;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.millrace.manager.settings.SqsStore.Keys;
import org.millrace.manager.settings.SqsStore.Remote;

/** Reads the section {@code sqs}. */
final class SqsReader {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,20}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");
  private static final String ACCESS = "accessKey";
  private static final String SECRET = "secretKey";

  private SqsReader() {}

  static SqsStore read(Section section) {
    Optional<URI> endpoint =
        section.value(
            "endpoint",
            SqsReader::address,
            "must be an address, for example https://sqs.eu-central-1.amazonaws.com");
    Optional<String> region =
        section.value("region", SqsReader::region, "must be a region, for example eu-central-1");
    if (endpoint.filter(each -> each.getUserInfo() != null).isPresent()) {
      section.refuse(
          "endpoint", "", "must have no password in it", "", "give accessKey and secretKey");
    }
    Optional<Keys> keys = keys(section);
    boolean fifo = section.value("fifo", SqsReader::flag, "must be true or false").orElse(false);
    String prefix =
        section
            .value(
                "queuePrefix",
                SqsReader::prefix,
                "must be 1 to 20 letters, digits, - and _, for example millrace")
            .orElse(SqsStore.EMBEDDED.queuePrefix());
    boolean remote = section.has("endpoint") || section.has("region");
    if (!remote && (section.has(ACCESS) || section.has(SECRET))) {
      // Never the value, here or below: it may be the secret.
      section.refuse(
          section.has(ACCESS) ? ACCESS : SECRET,
          "",
          "must come with a region or an endpoint",
          "",
          "name the region; the embedded server takes any keys");
    }
    section.end();
    return new SqsStore(
        remote
            ? Optional.of(new Remote(endpoint, region.orElse("us-east-1"), keys))
            : Optional.empty(),
        fifo,
        prefix);
  }

  private static Optional<Keys> keys(Section section) {
    Optional<String> access = section.text(ACCESS);
    Optional<String> secret = section.text(SECRET);
    if (access.isPresent() != secret.isPresent()) {
      section.refuse(
          access.isPresent() ? ACCESS : SECRET,
          "",
          "must come together with the other key",
          "",
          "give both, or neither to use the machine's own rights");
    }
    return access.flatMap(one -> secret.map(other -> new Keys(one, other)));
  }

  private static URI address(String text) {
    URI uri = URI.create(text);
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw new IllegalArgumentException(text);
    }
    return uri;
  }

  private static String region(String text) {
    return matching(REGION, text);
  }

  private static String prefix(String text) {
    return matching(PREFIX, text);
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static String matching(Pattern pattern, String text) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
