package org.millrace.manager.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.millrace.manager.access.Account;
import org.millrace.manager.access.Accounts;
import org.millrace.manager.access.ApiToken;
import org.millrace.manager.access.ApiTokens;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows who comes with one of our tokens. Other bearer tokens are left to others. */
final class TokenFilter extends OncePerRequestFilter {
  private static final String BEARER = "bearer ";

  private final ApiTokens tokens;
  private final Accounts accounts;
  private final AuthenticationEntryPoint refuse;

  TokenFilter(ApiTokens tokens, Accounts accounts, AuthenticationEntryPoint refuse) {
    this.tokens = tokens;
    this.accounts = accounts;
    this.refuse = refuse;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> secret = ours(request);
    if (secret.isPresent()) {
      Optional<TokenLogin> login = tokens.use(secret.get()).flatMap(this::login);
      if (login.isEmpty()) {
        refuse.commence(request, response, new WrongTokenException(tokens.known(secret.get())));
        return;
      }
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(login.get());
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }

  private Optional<TokenLogin> login(ApiToken token) {
    Optional<Account> owner = accounts.find(token.owner());
    return owner.filter(each -> !each.disabled()).map(each -> new TokenLogin(token, each));
  }

  /** The secret, when the request has a token that looks like ours. */
  static Optional<String> ours(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(header -> header.substring(BEARER.length()).strip())
        .filter(secret -> secret.startsWith(ApiTokens.PREFIX));
  }
}
