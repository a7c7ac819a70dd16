package org.millrace.manager.settings;

import java.net.URI;
import java.util.Optional;
import org.millrace.manager.settings.StoreSettings.Datasource;
import org.millrace.manager.settings.StoreSettings.S3;

/** Reads the sections {@code datasource} and {@code s3}. */
final class StoreReader {
  private StoreReader() {}

  static StoreSettings read(Section millrace) {
    return new StoreSettings(
        millrace.has("datasource")
            ? datasource(millrace.section("datasource"))
            : none(millrace, "datasource"),
        millrace.has("s3") ? s3(millrace.section("s3")) : none(millrace, "s3"));
  }

  private static <T> Optional<T> none(Section millrace, String key) {
    millrace.section(key).end();
    return Optional.empty();
  }

  private static Optional<Datasource> datasource(Section section) {
    Optional<String> url =
        section.value(
            "url",
            StoreReader::postgresql,
            "must be the address of a PostgreSQL database, for example jdbc:postgresql://db:5432/millrace");
    Optional<String> username = section.text("username");
    Optional<String> password = section.text("password");
    if (!section.has("url")) {
      section.refuse("url", "must say where the database is", "leave datasource out for H2");
    }
    section.end();
    return url.map(at -> new Datasource(at, username.orElse(""), password.orElse("")));
  }

  private static Optional<S3> s3(Section section) {
    Optional<URI> endpoint =
        section.value(
            "endpoint", StoreReader::http, "must be an address, for example http://ceph:9000");
    String region = section.text("region").orElse("us-east-1");
    Optional<String> access = section.text("accessKey");
    Optional<String> secret = section.text("secretKey");
    if (access.isPresent() != secret.isPresent()) {
      // Without the value: it is a secret.
      section.refuse(
          access.isPresent() ? "accessKey" : "secretKey",
          "",
          "must come together with the other key",
          "",
          "give both, or neither to use the machine's own rights");
    }
    section.end();
    return Optional.of(new S3(endpoint, region, access, secret));
  }

  private static String postgresql(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(url);
    }
    return url;
  }

  private static URI http(String url) {
    URI uri = URI.create(url);
    if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
      throw new IllegalArgumentException(url);
    }
    return uri;
  }
}
