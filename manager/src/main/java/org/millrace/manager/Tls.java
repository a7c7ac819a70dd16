package org.millrace.manager;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.AccessSettings;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * The certificate and key of console and API, looked at before anything starts.
 *
 * @param certificate absolute
 * @param key absolute
 */
record Tls(Path certificate, Path key) {
  private static final String SETTING = "millrace.yaml: tls.";

  /**
   * @throws RefusedException a file is missing, or is not what it must be
   */
  static Tls of(Home home, AccessSettings.Tls settings) {
    Tls tls =
        new Tls(
            home.dir().resolve(settings.certificate()).normalize(),
            home.dir().resolve(settings.key()).normalize());
    List<Problem> missing =
        Map.of("certificate", tls.certificate, "key", tls.key).entrySet().stream()
            .filter(each -> !Files.isReadable(each.getValue()))
            .map(
                each ->
                    new Problem(
                        SETTING + each.getKey(),
                        "must be a PEM file that can be read",
                        each.getValue().toString(),
                        "give its path; a relative one is one in the home"))
            .toList();
    if (!missing.isEmpty()) {
      throw new RefusedException(missing);
    }
    tls.check();
    return tls;
  }

  Map<String, Object> properties() {
    return Map.of(
        "server.ssl.certificate", certificate.toUri().toString(),
        "server.ssl.certificate-private-key", key.toUri().toString());
  }

  private void check() {
    try {
      PemSslStore store =
          PemSslStore.load(
              PemSslStoreDetails.forCertificate(certificate.toUri().toString())
                  .withPrivateKey(key.toUri().toString()));
      if (store.certificates() == null
          || store.certificates().isEmpty()
          || store.privateKey() == null) {
        throw new IllegalStateException("one of them is empty");
      }
    } catch (RuntimeException e) {
      throw new RefusedException(
          new Problem(
              SETTING + "certificate",
              "must be a certificate with its unencrypted private key, each in PEM ("
                  + e.getMessage()
                  + ")",
              certificate + ", " + key,
              "openssl req -x509 -newkey rsa:2048 -nodes -keyout tls.key -out tls.crt"));
    }
  }
}
