package org.millrace.manager;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;

/** Whether two keys are one pair: what one signs, the other must know. */
final class Fit {
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "RSA", "SHA256withRSA",
          "EC", "SHA256withECDSA",
          "EdDSA", "EdDSA",
          "DSA", "SHA256withDSA");
  private static final byte[] SOMETHING = {1};

  private Fit() {}

  static boolean of(PublicKey known, PrivateKey secret) {
    try {
      Signature signing =
          Signature.getInstance(
              SIGNATURES.getOrDefault(secret.getAlgorithm(), secret.getAlgorithm()));
      signing.initSign(secret);
      signing.update(SOMETHING);
      byte[] signed = signing.sign();
      Signature verifying = Signature.getInstance(signing.getAlgorithm());
      verifying.initVerify(known);
      verifying.update(SOMETHING);
      return verifying.verify(signed);
    } catch (GeneralSecurityException e) {
      // A key of another kind.
      return false;
    }
  }
}
