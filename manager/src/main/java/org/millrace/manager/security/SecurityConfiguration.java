package org.millrace.manager.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.home.AdminPassword;
import org.millrace.manager.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;

/** Everything, the console included, is behind user {@code admin} and the home's password. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class SecurityConfiguration {
  private static final String PAGES_OWN_PARTS_ONLY =
      "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none';"
          + " form-action 'self'";

  @Bean
  SecurityFilterChain everything(HttpSecurity http, ObjectMapper json, Supplier<Settings> settings)
      throws Exception {
    ProblemWriter problems = new ProblemWriter(json);
    return http.csrf(CsrfConfigurer::disable) // stateless; CrossSiteGuard stands in for a token
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(cache -> cache.disable())
        .logout(logout -> logout.disable())
        .anonymous(anonymous -> anonymous.disable())
        .addFilterBefore(
            new HostGuard(() -> settings.get().hosts(), problems),
            SecurityContextHolderFilter.class)
        .addFilterAfter(new CrossSiteGuard(problems), HostGuard.class)
        .headers(
            headers ->
                headers.contentSecurityPolicy(
                    policy -> policy.policyDirectives(PAGES_OWN_PARTS_ONLY)))
        .httpBasic(basic -> basic.authenticationEntryPoint(askForPassword(problems)))
        .exceptionHandling(handling -> handling.authenticationEntryPoint(askForPassword(problems)))
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ERROR)
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .build();
  }

  @Bean
  PasswordEncoder passwordEncoder() {
    return new RandomPasswordEncoder();
  }

  @Bean
  UserDetailsService users(AdminPassword password, PasswordEncoder encoder) {
    return new InMemoryUserDetailsManager(
        User.withUsername("admin")
            .password(encoder.encode(password.value()))
            .roles("ADMIN")
            .build());
  }

  private static AuthenticationEntryPoint askForPassword(ProblemWriter problems) {
    return (HttpServletRequest request,
        HttpServletResponse response,
        AuthenticationException failure) -> {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Millrace\"");
      problems.write(
          response,
          HttpStatus.UNAUTHORIZED,
          new Problem(
              request.getMethod() + " " + request.getRequestURI(),
              "needs user admin and the password in the home's file admin-password",
              "",
              ""));
    };
  }
}
