package org.millrace.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The page that somebody wanted before the login: one of ours, and nothing else. */
final class LoginTarget {
  static final String PARAMETER = "next";
  static final String LOGIN = "/login";

  private static final String REMEMBERED = LoginTarget.class.getName();
  private static final String START = "/";
  // One slash, and then no other nor a backslash: a browser would take that for another host.
  private static final Pattern OWN = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*");

  private LoginTarget() {}

  /** Where to go after the login. */
  static String of(HttpServletRequest request) {
    String given = request.getParameter(PARAMETER);
    HttpSession session = request.getSession(false);
    return given == null && session != null
        ? safe((String) session.getAttribute(REMEMBERED))
        : safe(given);
  }

  /** For the time at an identity provider, which sends people back to an address without it. */
  static void remember(HttpServletRequest request) {
    request.getSession().setAttribute(REMEMBERED, safe(request.getParameter(PARAMETER)));
  }

  static void forget(HttpServletRequest request) {
    Optional.ofNullable(request.getSession(false))
        .ifPresent(session -> session.removeAttribute(REMEMBERED));
  }

  /** The given path, or the start page when it leads elsewhere. */
  static String safe(String path) {
    if (path == null || !OWN.matcher(path).matches()) {
      return START;
    }
    try {
      URI uri = URI.create(path);
      boolean own = uri.getHost() == null && uri.getScheme() == null;
      return own && !LOGIN.equals(uri.getPath()) ? path : START;
    } catch (IllegalArgumentException e) {
      return START;
    }
  }

  /** The login page, for somebody who wanted this one. */
  static String login(HttpServletRequest wanted) {
    String query = wanted.getQueryString();
    String path = wanted.getRequestURI() + (query == null ? "" : "?" + query);
    return path.equals(START) ? LOGIN : LOGIN + "?" + PARAMETER + "=" + encoded(path);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
