package org.millrace.manager.security;

import jakarta.servlet.DispatcherType;
import org.millrace.manager.access.Role;
import org.millrace.manager.access.Scope;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What each role may ask for at all; queues' lists narrow it further. Who looks needs role viewer,
 * who changes needs role operator, wherever that is: a new endpoint needs no line here.
 */
final class AccessRules {
  private static final PathPatternRequestMatcher.Builder PATHS =
      PathPatternRequestMatcher.withDefaults();

  private AccessRules() {}

  static void apply(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests) {
    requests
        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
        .permitAll()
        .requestMatchers(paths("/login", "/console.css", "/favicon.svg", "/theme.js"))
        .permitAll()
        .requestMatchers(paths("/actuator/prometheus"))
        .hasAnyAuthority("ROLE_ADMIN", Scope.MAY_SCRAPE)
        .requestMatchers(
            paths("/api/v1/users/**", "/api/v1/audit/**", "/api/v1/webhooks/**", "/actuator/**"))
        .hasRole(Role.ADMIN.name())
        // Every queue's work runs on them.
        .requestMatchers(PATHS.matcher(HttpMethod.POST, "/api/v1/workers/**"))
        .hasRole(Role.ADMIN.name())
        // One's own password; and what only reads, and posts because it is long.
        .requestMatchers(PATHS.matcher(HttpMethod.POST, "/api/v1/account/password"))
        .hasRole(Role.VIEWER.name())
        .requestMatchers(Requests::onlyReads)
        .hasRole(Role.VIEWER.name())
        .requestMatchers(
            PATHS.matcher(HttpMethod.POST, "/api/v1/jobs"),
            PATHS.matcher(HttpMethod.POST, "/api/v1/sources/*/messages"))
        .hasAuthority(Role.MAY_SUBMIT)
        .requestMatchers(Requests::changes)
        .hasRole(Role.OPERATOR.name())
        .anyRequest()
        .hasRole(Role.VIEWER.name());
  }

  private static RequestMatcher[] paths(String... patterns) {
    RequestMatcher[] matchers = new RequestMatcher[patterns.length];
    for (int i = 0; i < patterns.length; i++) {
      matchers[i] = PATHS.matcher(patterns[i]);
    }
    return matchers;
  }
}
