package org.millrace.manager.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;

/**
 * Asks the system over HTTP. On {@link HttpURLConnection}, since {@code java.net.http} costs a
 * short-lived command twice its time. Every method gives the answer's JSON text, or throws {@link
 * ClientException} with what the system refused.
 */
final class Client {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 60_000;
  private static final int FIRST_ERROR = 400;
  private static final int FIRST_FAULT = 500;
  private static final int NO_ROOM = 507;

  private final Target target;

  Client(Target target) {
    this.target = target;
  }

  /** With which the user logs in; empty where it is a token. */
  Optional<String> password() {
    String scheme = "Basic ";
    if (!target.authorization().startsWith(scheme)) {
      return Optional.empty();
    }
    byte[] both = Base64.getDecoder().decode(target.authorization().substring(scheme.length()));
    String text = new String(both, StandardCharsets.UTF_8);
    return Optional.of(text.substring(text.indexOf(':') + 1));
  }

  String get(String path) {
    return exchange("GET", path, connection -> {});
  }

  void delete(String path) {
    exchange("DELETE", path, connection -> {});
  }

  String post(String path) {
    return exchange("POST", path, connection -> {});
  }

  String post(String path, Map<String, Object> body) {
    return json("POST", path, body);
  }

  private String json(String method, String path, Map<String, Object> body) {
    byte[] json = Json.text(body).getBytes(StandardCharsets.UTF_8);
    return exchange(
        method,
        path,
        connection -> {
          connection.setDoOutput(true);
          connection.setFixedLengthStreamingMode(json.length);
          connection.setRequestProperty("Content-Type", "application/json");
          try (OutputStream out = connection.getOutputStream()) {
            out.write(json);
          }
        });
  }

  String put(String path, Map<String, Object> body) {
    return json("PUT", path, body);
  }

  /** Sends bytes with further headers. */
  String post(String path, byte[] body, Map<String, String> headers) {
    return exchange(
        "POST",
        path,
        connection -> {
          connection.setDoOutput(true);
          connection.setFixedLengthStreamingMode(body.length);
          headers.forEach(connection::setRequestProperty);
          try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
          } catch (IOException e) {
            // As for an upload: the answer says more.
            if (connection.getResponseCode() < FIRST_ERROR) {
              throw e;
            }
          }
        });
  }

  /** Sends a file's bytes as they are read. */
  String upload(String path, Path file) {
    return exchange(
        "POST",
        path,
        connection -> {
          connection.setDoOutput(true);
          connection.setFixedLengthStreamingMode(Files.size(file));
          connection.setRequestProperty("Content-Type", "application/octet-stream");
          try (OutputStream out = connection.getOutputStream()) {
            Files.copy(file, out);
          } catch (IOException e) {
            // Refused on the way: the answer, read next, says why; without one this is the cause.
            if (connection.getResponseCode() < FIRST_ERROR) {
              throw e;
            }
          }
        });
  }

  /** Parameters as the part of an address after {@code ?}, each with an ampersand before it. */
  static String query(Map<String, ?> said) {
    StringBuilder query = new StringBuilder();
    said.forEach(
        (name, value) -> query.append('&').append(name).append('=').append(segment("" + value)));
    return query.toString();
  }

  static String segment(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private interface Request {
    void send(HttpURLConnection connection) throws IOException;
  }

  private String exchange(String method, String path, Request request) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) target.url().resolve(path).toURL().openConnection();
      if (connection instanceof HttpsURLConnection secure) {
        target.certificate().ifPresent(file -> PinnedCertificate.require(file, secure));
      }
      // A redirect would be to a page for people, and would take the credentials along.
      connection.setInstanceFollowRedirects(false);
      connection.setRequestMethod(method);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      connection.setRequestProperty("Authorization", target.authorization());
      connection.setRequestProperty("Accept", "application/json, application/problem+json");
      request.send(connection);
      return answer(connection);
    } catch (ConnectException e) {
      throw Target.notRunning(target.name());
    } catch (SSLException e) {
      throw ClientException.failed(untrusted(e));
    } catch (IOException e) {
      throw ClientException.failed(target.name() + ": the system did not answer: " + e);
    }
  }

  private String untrusted(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException) {
        return target.name()
            + ": shows a certificate that nobody signed whom this Java trusts (give the system's"
            + " --home, or the PEM file of its certificate in MILLRACE_CERTIFICATE)";
      }
    }
    return target.name() + ": no TLS connection: " + e.getMessage();
  }

  private String answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream in =
        status < FIRST_ERROR ? connection.getInputStream() : connection.getErrorStream()) {
      String body = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (status < FIRST_ERROR) {
        return body;
      }
      String message = message(status, body);
      throw status < FIRST_FAULT || status == NO_ROOM
          ? ClientException.refused(message)
          : ClientException.failed(message);
    }
  }

  private String message(int status, String body) {
    try {
      Map<String, Object> problem = Json.object(body);
      if (!Json.text(problem, "detail").isEmpty()) {
        return Json.text(problem, "detail");
      }
    } catch (IOException e) {
      // Not from Millrace, so not a problem document: the status is all there is to say.
    }
    if (body.contains("requires TLS")) {
      return target.name() + ": speaks TLS (use https://)";
    }
    return target.name() + ": answered HTTP " + status;
  }
}
