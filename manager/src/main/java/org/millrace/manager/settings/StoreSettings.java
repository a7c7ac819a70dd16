package org.millrace.manager.settings;

import java.net.URI;
import java.util.Optional;

/**
 * Where the ledger and the objects are when they are not the embedded ones of the home.
 *
 * @param datasource the ledger's database
 * @param s3 the objects' store
 */
public record StoreSettings(Optional<Datasource> datasource, Optional<S3> s3) {
  static final StoreSettings EMBEDDED = new StoreSettings(Optional.empty(), Optional.empty());

  /**
   * @param url as JDBC wants it
   */
  public record Datasource(String url, String username, String password) {
    /** The address as it may be shown: without what follows a question mark, such as a password. */
    public String shownUrl() {
      int query = url.indexOf('?');
      return query < 0 ? url : url.substring(0, query) + "?…";
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "datasource " + shownUrl();
    }
  }

  /**
   * @param endpoint empty for Amazon's own
   * @param accessKey empty leaves it to the machine (environment, instance role); so is the secret
   */
  public record S3(
      Optional<URI> endpoint,
      String region,
      Optional<String> accessKey,
      Optional<String> secretKey) {
    /** Without the keys. */
    @Override
    public String toString() {
      return "s3 " + endpoint.map(URI::toString).orElse(region);
    }
  }
}
