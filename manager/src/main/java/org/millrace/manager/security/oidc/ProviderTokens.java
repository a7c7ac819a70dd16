package org.millrace.manager.security.oidc;

import java.util.List;
import org.millrace.manager.settings.AccessSettings.Oidc;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtDecoders;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/**
 * Reads the provider's tokens. Signature, issuer and times must be right, and the token must have
 * been made for us: its {@code aud} or {@code azp} is our client id. The provider is asked for its
 * keys when the first token comes.
 */
final class ProviderTokens {
  private ProviderTokens() {}

  static JwtDecoder decoder(Oidc settings) {
    String issuer = settings.issuer().toString();
    JwtDecoder provider =
        new SupplierJwtDecoder(
            () -> {
              NimbusJwtDecoder decoder = JwtDecoders.fromIssuerLocation(issuer);
              decoder.setJwtValidator(
                  new DelegatingOAuth2TokenValidator<>(
                      JwtValidators.createDefaultWithIssuer(issuer), madeFor(settings.clientId())));
              return decoder;
            });
    return token -> {
      try {
        return provider.decode(token);
      } catch (JwtDecoderInitializationException away) {
        // Not the token's fault, and Spring would let it through as one of ours.
        throw new JwtException("the provider's keys cannot be had", away);
      }
    };
  }

  private static OAuth2TokenValidator<Jwt> madeFor(String client) {
    return token -> {
      List<String> audience = token.getAudience();
      boolean ours =
          (audience != null && audience.contains(client))
              || client.equals(token.getClaims().get("azp"));
      return ours
          ? OAuth2TokenValidatorResult.success()
          : OAuth2TokenValidatorResult.failure(
              new OAuth2Error(
                  OAuth2ErrorCodes.INVALID_TOKEN, "the token was made for another client", null));
    };
  }
}
