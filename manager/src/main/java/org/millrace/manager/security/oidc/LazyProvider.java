package org.millrace.manager.security.oidc;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.millrace.manager.settings.AccessSettings.Oidc;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;

/**
 * The provider, asked for its addresses at the first login: a start must not wait for it, nor fail
 * without it. Asked again until it answers. Thread-safe.
 */
final class LazyProvider implements ClientRegistrationRepository {
  static final String ID = "sso";

  private final Oidc settings;
  private ClientRegistration known;

  LazyProvider(Oidc settings) {
    this.settings = settings;
  }

  @Override
  public synchronized ClientRegistration findByRegistrationId(String id) {
    if (!ID.equals(id)) {
      return null;
    }
    if (known == null) {
      ClientRegistration discovered = discover();
      known =
          ClientRegistration.withClientRegistration(discovered).scope(scopes(discovered)).build();
    }
    return known;
  }

  private ClientRegistration discover() {
    return ClientRegistrations.fromIssuerLocation(settings.issuer().toString())
        .registrationId(ID)
        .clientId(settings.clientId())
        .clientSecret(settings.clientSecret())
        .build();
  }

  /** Some providers give groups only to who asks for them by that name. */
  private Set<String> scopes(ClientRegistration discovered) {
    Set<String> scopes = new LinkedHashSet<>(Set.of("openid", "profile", "email"));
    Object offered =
        discovered.getProviderDetails().getConfigurationMetadata().get("scopes_supported");
    if (offered instanceof Collection<?> names && names.contains(settings.roleClaim())) {
      scopes.add(settings.roleClaim());
    }
    return scopes;
  }
}
