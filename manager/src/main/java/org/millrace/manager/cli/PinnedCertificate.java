package org.millrace.manager.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts a system that shows the very certificate of its home, and no other. Whom that names does
 * not matter then: it may be made for a name, where the command goes to 127.0.0.1.
 */
final class PinnedCertificate implements X509TrustManager {
  private final X509Certificate expected;

  private PinnedCertificate(X509Certificate expected) {
    this.expected = expected;
  }

  /**
   * @throws ClientException the file is no certificate that can be read
   */
  static void require(Path file, HttpsURLConnection connection) {
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new PinnedCertificate(certificate)}, null);
      connection.setSSLSocketFactory(context.getSocketFactory());
      connection.setHostnameVerifier((name, session) -> true);
    } catch (IOException | GeneralSecurityException e) {
      throw ClientException.refused(
          file
              + ": must be the system's certificate in PEM, and cannot be read: "
              + e.getMessage());
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    if (!chain[0].equals(expected)) {
      throw new CertificateException(
          "the system shows another certificate than its home has (renewed files are taken up"
              + " within seconds where certificate and key fit; its log says why not)");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
