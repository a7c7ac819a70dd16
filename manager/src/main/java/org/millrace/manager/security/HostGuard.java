package org.millrace.manager.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.millrace.manager.errors.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers only to names that are this machine's or were declared. A page on a foreign name that
 * resolves to 127.0.0.1 (DNS rebinding) is of the same origin to a browser; its name gives it away.
 * The bare address that was connected to is no such name.
 */
final class HostGuard extends OncePerRequestFilter {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Supplier<? extends Collection<String>> declared;
  private final ProblemWriter problems;

  HostGuard(Supplier<? extends Collection<String>> declared, ProblemWriter problems) {
    this.declared = declared;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String host = host(request);
    if (LOCAL.contains(host)
        || host.equals(own(request))
        || declared.get().stream().anyMatch(host::equalsIgnoreCase)) {
      chain.doFilter(request, response);
      return;
    }
    problems.write(
        response,
        HttpStatus.FORBIDDEN,
        new Problem(
            "Host",
            "must be localhost or a declared name",
            host,
            "declare it in millrace.yaml under millrace.http.hosts"));
  }

  private static String own(HttpServletRequest request) {
    String address = request.getLocalAddr();
    return address.contains(":") ? "[" + address + "]" : address;
  }

  private static String host(HttpServletRequest request) {
    String header = request.getHeader("Host");
    if (header == null) {
      return "";
    }
    String host = header.toLowerCase(Locale.ROOT);
    int port = host.lastIndexOf(':');
    return port > host.lastIndexOf(']') ? host.substring(0, port) : host;
  }
}
