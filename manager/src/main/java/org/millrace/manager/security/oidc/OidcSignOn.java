package org.millrace.manager.security.oidc;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.millrace.manager.access.ApiTokens;
import org.millrace.manager.security.SingleSignOn;
import org.millrace.manager.settings.AccessSettings.Oidc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * People log in at the provider (code flow with PKCE); programs come with a token of its making.
 */
final class OidcSignOn implements SingleSignOn {
  private static final Logger LOG = LoggerFactory.getLogger(OidcSignOn.class);
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
    AuthenticationFailureHandler failures =
        (request, response, failure) -> failed(request, response, failure, answers);
    http.oauth2Login(
            login -> {
              login
                  .loginPage("/login")
                  .clientRegistrationRepository(provider)
                  .authorizedClientRepository(new NoClients())
                  .authorizationEndpoint(
                      at -> at.authorizationRequestResolver(noted(requests, answers)))
                  .userInfoEndpoint(at -> at.oidcUserService(users::person))
                  .successHandler(answers.done())
                  .failureHandler(failures);
              login.addObjectPostProcessor(beginsWith(failures));
            })
        .oauth2ResourceServer(
            server -> {
              server
                  .bearerTokenResolver(othersThanOurs())
                  .authenticationEntryPoint(answers.ask())
                  .jwt(
                      jwt ->
                          jwt.decoder(ProviderTokens.decoder(settings))
                              .jwtAuthenticationConverter(users::program));
              server.addObjectPostProcessor(endsWith(answers.ask()));
            });
  }

  /** Who was recognised and has no role is told that; anything else is for the operator to see. */
  private void failed(
      HttpServletRequest request,
      HttpServletResponse response,
      AuthenticationException failure,
      Answers answers)
      throws IOException, ServletException {
    if (failure instanceof OAuth2AuthenticationException told
        && told.getError().getErrorCode().equals(OAuth2ErrorCodes.ACCESS_DENIED)) {
      answers.refused().onAuthenticationFailure(request, response, failure);
      return;
    }
    LOG.warn("Single sign-on at {} failed: {}", settings.issuer(), Causes.of(failure));
    answers.failed().onAuthenticationFailure(request, response, failure);
  }

  /** The provider may be away when a login begins. */
  private static ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter> beginsWith(
      AuthenticationFailureHandler failures) {
    return new ObjectPostProcessor<>() {
      @Override
      public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
        filter.setAuthenticationFailureHandler(failures);
        return filter;
      }
    };
  }

  /** And when a program's token is looked at, which is then neither right nor wrong. */
  private static ObjectPostProcessor<BearerTokenAuthenticationFilter> endsWith(
      AuthenticationEntryPoint ask) {
    AuthenticationEntryPointFailureHandler asks =
        new AuthenticationEntryPointFailureHandler(
            (request, response, failure) -> {
              if (failure instanceof AuthenticationServiceException) {
                LOG.warn("A token cannot be looked at: {}", Causes.of(failure));
              }
              ask.commence(request, response, failure);
            });
    asks.setRethrowAuthenticationServiceException(false);
    return new ObjectPostProcessor<>() {
      @Override
      public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
        filter.setAuthenticationFailureHandler(asks);
        return filter;
      }
    };
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
