package org.millrace.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Consumer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/** Logins by an identity provider; a bean of this type is there only when one is configured. */
public interface SingleSignOn {
  /**
   * How to go on.
   *
   * @param begins when a person's login begins, so that {@code done} knows which page was wanted
   * @param done after a person's login
   * @param refused when a person was recognised and not let in
   * @param failed when nobody was recognised: the provider is away, or says what we do not accept
   * @param ask when a program's token was not accepted
   */
  record Answers(
      Consumer<HttpServletRequest> begins,
      AuthenticationSuccessHandler done,
      AuthenticationFailureHandler refused,
      AuthenticationFailureHandler failed,
      AuthenticationEntryPoint ask) {}

  /** The path of ours at which such a login begins. */
  String start();

  /** Adds logins of people, and of programs with the provider's tokens. */
  void apply(HttpSecurity http, Answers answers) throws Exception;
}
