package org.millrace.manager;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final String BUNDLE = "console";
  private static final String MAKE =
      "openssl req -x509 -newkey rsa:2048 -nodes -keyout tls.key -out tls.crt makes both";

  /** Of two files one is replaced first. */
  private static final String QUIET = "2s";

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
            .filter(
                each -> !Files.isReadable(each.getValue()) || Files.isDirectory(each.getValue()))
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

  /** Renewed files are taken up while it runs; such as do not fit are refused, and the old stay. */
  Map<String, Object> properties() {
    String store = "spring.ssl.bundle.pem." + BUNDLE + ".";
    return Map.of(
        "server.ssl.bundle",
        BUNDLE,
        store + "keystore.certificate",
        certificate.toUri().toString(),
        store + "keystore.private-key",
        key.toUri().toString(),
        store + "keystore.verify-keys",
        true,
        store + "reload-on-update",
        true,
        "spring.ssl.bundle.watch.file.quiet-period",
        QUIET);
  }

  /** What browsers will complain of, though it works. */
  Optional<String> complaint() {
    try {
      load(null).certificates().get(0).checkValidity();
      return Optional.empty();
    } catch (CertificateExpiredException e) {
      return Optional.of("has expired");
    } catch (CertificateNotYetValidException e) {
      return Optional.of("is not valid yet");
    }
  }

  private void check() {
    X509Certificate first = certificates().get(0);
    PrivateKey secret = secret();
    if (!Fit.of(first.getPublicKey(), secret)) {
      throw refused(
          "key",
          "must be the key of the certificate, the first one of its file",
          key,
          "openssl x509 -noout -pubkey -in %s and openssl pkey -pubout -in %s must print the same"
              .formatted(certificate, key));
    }
  }

  private List<X509Certificate> certificates() {
    try {
      List<X509Certificate> certificates = load(null).certificates();
      if (certificates != null && !certificates.isEmpty()) {
        return certificates;
      }
      throw new IllegalStateException("it has none");
    } catch (RuntimeException e) {
      throw refused(
          "certificate",
          "must be a certificate in PEM (" + e.getMessage() + ")",
          certificate,
          MAKE);
    }
  }

  private PrivateKey secret() {
    try {
      PrivateKey secret = load(key).privateKey();
      if (secret != null) {
        return secret;
      }
      throw new IllegalStateException("it has none");
    } catch (RuntimeException e) {
      throw refused(
          "key",
          "must be an unencrypted private key in PEM (" + e.getMessage() + ")",
          key,
          "openssl pkey -in %s -out tls.key takes a password away; ".formatted(key) + MAKE);
    }
  }

  private PemSslStore load(Path withKey) {
    PemSslStoreDetails details = PemSslStoreDetails.forCertificate(certificate.toUri().toString());
    return PemSslStore.load(
        withKey == null ? details : details.withPrivateKey(withKey.toUri().toString()));
  }

  private static RefusedException refused(String part, String rule, Path file, String remedy) {
    return new RefusedException(new Problem(SETTING + part, rule, file.toString(), remedy));
  }
}
