package org.millrace.manager.security.oidc;

import java.util.function.Supplier;
import org.millrace.manager.access.Accounts;
import org.millrace.manager.security.SingleSignOn;
import org.millrace.manager.settings.AccessSettings.Oidc;
import org.millrace.manager.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Logins by the identity provider that the settings name; they must name one. */
@Configuration(proxyBeanMethods = false)
public class OidcConfiguration {
  @Bean
  SingleSignOn singleSignOn(Supplier<Settings> settings, Accounts accounts) {
    Oidc oidc = settings.get().access().oidc().orElseThrow();
    return new OidcSignOn(oidc, new OidcUsers(oidc, accounts));
  }
}
