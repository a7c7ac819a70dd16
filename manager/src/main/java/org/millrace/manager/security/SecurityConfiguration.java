package org.millrace.manager.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.function.Supplier;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.QueueMarks;
import org.millrace.engine.node.Scheduler;
import org.millrace.manager.access.AccessChange;
import org.millrace.manager.access.AccessConfiguration;
import org.millrace.manager.access.Accounts;
import org.millrace.manager.access.ApiTokens;
import org.millrace.manager.access.Audit;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.home.AdminPassword;
import org.millrace.manager.settings.Settings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Who is let in, and how they show who they are: by the login form and a session, by basic
 * credentials, by a token, or by an identity provider where one is configured.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Import({AccessConfiguration.class, LoginController.class, AccountController.class})
public class SecurityConfiguration {
  private static final String OWN_PARTS_ONLY =
      "default-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none';"
          + " frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  @Bean
  SecurityFilterChain everything(
      HttpSecurity http,
      ObjectMapper json,
      Supplier<Settings> settings,
      Accounts accounts,
      ApiTokens tokens,
      Audit audit,
      PasswordLogin login,
      ApplicationEventPublisher events,
      ObjectProvider<SingleSignOn> singleSignOn)
      throws Exception {
    ProblemWriter problems = new ProblemWriter(json);
    AskToLogIn ask = new AskToLogIn(problems);
    LoginAnswers answers = new LoginAnswers(ask, accounts);
    http.authenticationProvider(login.provider())
        .securityContext(
            context -> context.securityContextRepository(new HeaderOrSession(accounts)))
        .csrf(csrf -> csrf.requireCsrfProtectionMatcher(SecurityConfiguration::needsToken))
        .requestCache(cache -> cache.disable()) // the login's address says where to go on
        .anonymous(anonymous -> anonymous.disable())
        .addFilterBefore(
            new HostGuard(() -> settings.get().hosts(), problems),
            SecurityContextHolderFilter.class)
        .addFilterAfter(new AuditFilter(audit), SecurityContextHolderFilter.class)
        .addFilterAfter(new CrossSiteGuard(problems), AuditFilter.class)
        .addFilterBefore(new TokenFilter(tokens, accounts, ask), BasicAuthenticationFilter.class)
        .headers(SecurityConfiguration::headers)
        .httpBasic(basic -> basic.authenticationEntryPoint(ask))
        .formLogin(
            form ->
                form.loginPage(LoginTarget.LOGIN)
                    .successHandler(answers::done)
                    .failureHandler(answers::failed))
        .logout(
            logout ->
                logout
                    .addLogoutHandler((request, response, user) -> left(events, user))
                    .logoutSuccessUrl(LoginTarget.LOGIN + "?out=1"))
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint(ask)
                    .accessDeniedHandler(new RefuseAccess(problems, ask)))
        .authorizeHttpRequests(AccessRules::apply);
    SingleSignOn provider = singleSignOn.getIfAvailable();
    if (provider != null) {
      provider.apply(
          http,
          new SingleSignOn.Answers(
              LoginTarget::remember, answers::done, answers::refused, answers::unrecognised, ask));
    }
    return http.build();
  }

  @Bean
  PasswordLogin passwordLogin(
      Accounts accounts, AdminPassword admin, PasswordEncoder passwords, Clock clock) {
    DaoAuthenticationProvider local =
        new DaoAuthenticationProvider(new LocalUsers(accounts, admin));
    local.setPasswordEncoder(passwords);
    return new PasswordLogin(
        new ThrottledLogin(local, new LoginThrottle(admin.guessable(), clock)));
  }

  /** The firewall's, of addresses that parts of the program might understand differently. */
  @Bean
  RequestRejectedHandler refusedAddresses(ObjectMapper json) {
    ProblemWriter problems = new ProblemWriter(json);
    return (request, response, rejected) ->
        problems.write(
            response,
            HttpStatus.BAD_REQUEST,
            new Problem(
                Requests.subject(request),
                "must be a usual method and an address without ;, //, .., % or \\ in its path",
                "",
                "the API is described at /v3/api-docs"));
  }

  @Bean
  PasswordEncoder passwordEncoder() {
    return new StoredPasswords();
  }

  // The engine is asked for at the first request: pages must not make it start before its turn.
  @Bean
  WebMvcConfigurer auditStates(
      ObjectProvider<JobLedger> ledger,
      ObjectProvider<Scheduler> queues,
      ObjectProvider<QueueMarks> drained) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(
            new AuditStates(ledger::getObject, queues::getObject, drained::getObject));
      }
    };
  }

  /**
   * Only what a session lets through can be forged, so a request without one needs no token; and
   * the login has none yet: {@link CrossSiteGuard} keeps other sites from it.
   */
  private static boolean needsToken(HttpServletRequest request) {
    return Requests.changes(request)
        && !HeaderOrSession.byHeader(request)
        && !request.getRequestURI().equals(LoginTarget.LOGIN)
        && request.getSession(false) != null;
  }

  private static void left(ApplicationEventPublisher events, Authentication user) {
    if (user != null) {
      events.publishEvent(new AccessChange(user.getName()));
    }
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(policy -> policy.policyDirectives(OWN_PARTS_ONLY))
        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
        // It would hold for every port of a name, such as localhost; a proxy may add it.
        .httpStrictTransportSecurity(transport -> transport.disable());
  }
}
