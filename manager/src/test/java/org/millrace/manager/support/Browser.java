package org.millrace.manager.support;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Asks for pages as a browser does, with a cookie that a test can look at; follows no redirect. */
public final class Browser {
  private final String root;
  private final HttpClient http;
  private String cookie = "";

  public Browser(String root) {
    this.root = root;
    this.http = HttpClient.newHttpClient();
  }

  public Browser(String root, SSLContext trust) {
    this.root = root;
    this.http = HttpClient.newBuilder().sslContext(trust).build();
  }

  /** {@code name=value}; empty when there is none. */
  public String cookie() {
    return cookie;
  }

  public void cookie(String other) {
    cookie = other;
  }

  public HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(request(path, headers).GET());
  }

  /** The body as it is. */
  public HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return send(request(path, headers).POST(BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> form(String path, Map<String, String> fields, String... headers)
      throws Exception {
    String body =
        fields.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        request(path, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> logIn(String name, String password) throws Exception {
    return form("/login", Map.of("username", name, "password", password));
  }

  /** Where the answer sends the browser; empty when it does not. */
  public static String location(HttpResponse<String> response) {
    String to = response.headers().firstValue("Location").orElse("");
    return to.replaceFirst("^https?://(localhost|127\\.0\\.0\\.1):\\d+(?=/)", "");
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : root + path))
            .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return headers.length == 0 ? request : request.headers(headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    response
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
    return response;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
