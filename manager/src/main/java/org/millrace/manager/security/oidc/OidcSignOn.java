package org.millrace.manager.security.oidc;

import jakarta.servlet.http.HttpServletRequest;
import org.millrace.manager.access.ApiTokens;
import org.millrace.manager.security.SingleSignOn;
import org.millrace.manager.settings.AccessSettings.Oidc;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

/**
 * People log in at the provider (code flow with PKCE); programs come with a token of its making.
 */
final class OidcSignOn implements SingleSignOn {
  private static final String BASE = "/oauth2/authorization";

  private final Oidc settings;
  private final OidcUsers users;

  OidcSignOn(Oidc settings, OidcUsers users) {
    this.settings = settings;
    this.users = users;
  }

  @Override
  public String start() {
    return BASE + "/" + LazyProvider.ID;
  }

  @Override
  public void apply(HttpSecurity http, Answers answers) throws Exception {
    LazyProvider provider = new LazyProvider(settings);
    DefaultOAuth2AuthorizationRequestResolver requests =
        new DefaultOAuth2AuthorizationRequestResolver(provider, BASE);
    requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    http.oauth2Login(
            login ->
                login
                    .loginPage("/login")
                    .clientRegistrationRepository(provider)
                    .authorizedClientRepository(new NoClients())
                    .authorizationEndpoint(
                        at -> at.authorizationRequestResolver(noted(requests, answers)))
                    .userInfoEndpoint(at -> at.oidcUserService(users::person))
                    .successHandler(answers.done())
                    .failureHandler(answers.refused()))
        .oauth2ResourceServer(
            server ->
                server
                    .bearerTokenResolver(othersThanOurs())
                    .authenticationEntryPoint(answers.ask())
                    .jwt(
                        jwt ->
                            jwt.decoder(ProviderTokens.decoder(settings))
                                .jwtAuthenticationConverter(users::program)));
  }

  private static OAuth2AuthorizationRequestResolver noted(
      OAuth2AuthorizationRequestResolver requests, Answers answers) {
    return new OAuth2AuthorizationRequestResolver() {
      @Override
      public OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        return noted(request, requests.resolve(request));
      }

      @Override
      public OAuth2AuthorizationRequest resolve(HttpServletRequest request, String provider) {
        return noted(request, requests.resolve(request, provider));
      }

      private OAuth2AuthorizationRequest noted(
          HttpServletRequest request, OAuth2AuthorizationRequest begun) {
        if (begun != null) {
          answers.begins().accept(request);
        }
        return begun;
      }
    };
  }

  private static BearerTokenResolver othersThanOurs() {
    DefaultBearerTokenResolver any = new DefaultBearerTokenResolver();
    return request -> {
      String header = request.getHeader("Authorization");
      boolean ours =
          header != null && header.regionMatches(true, 0, "Bearer " + ApiTokens.PREFIX, 0, 10);
      return ours ? null : any.resolve(request);
    };
  }
}
