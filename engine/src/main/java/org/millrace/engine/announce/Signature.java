package org.millrace.engine.announce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows a receiver that a request is ours and when it was made: {@code t=SECONDS,v1=HEX}, where HEX
 * is the HMAC-SHA256, under the webhook's secret, of {@code SECONDS.BODY}.
 */
public final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /**
   * @param second since 1970, when it is sent
   */
  public static String of(String secret, long second, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
      byte[] code = mac.doFinal((second + "." + body).getBytes(UTF_8));
      return "t=" + second + ",v1=" + HexFormat.of().formatHex(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
