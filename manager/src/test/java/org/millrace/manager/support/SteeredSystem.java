package org.millrace.manager.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.millrace.manager.Server;
import org.millrace.manager.access.Accounts;
import org.millrace.manager.access.Role;
import org.millrace.manager.wiring.EngineConfiguration;
import org.millrace.manager.wiring.IntakeConfiguration;
import org.millrace.manager.wiring.ManagerConfiguration;
import org.millrace.processors.logs.Formats;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The whole system, its database included, over HTTP: with admin, the operators ann, bob, and lead
 * of the group leads, and the viewer vera.
 */
public final class SteeredSystem implements AutoCloseable {
  public static final String SETTINGS =
      """
      millrace:
        node: {memory: 1Gi, vcores: 1, network: 100Mi}
        containers: 3
        sources:
          friend: {queue: root.team.open}
          stream: {queue: root.team.open, format: combined, window: {time: 2s}}
          others: {queue: root.other}
          refusing: {queue: root.team.open}
        scheduler:
          userQueues: root.users
          queues:
            root: {template: false}
            root.partners: {template: false}
            root.users: {template: {maxApplications: 2}}
            root.team: {administer: ["group:leads"]}
            root.team.ann: {submit: [ann]}
            root.team.open: {submit: ["*"]}
            root.other: {submit: [bob, others], administer: [bob]}
            root.closed: {submit: [nobody]}
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String PASSWORD = "a password of 256 random bits";

  private final Path dir;
  private final Server server;

  private SteeredSystem(Path dir, Server server) {
    this.dir = dir;
    this.server = server;
  }

  public static SteeredSystem in(Path dir) throws IOException {
    Files.writeString(dir.resolve("millrace.yaml"), SETTINGS);
    Server server =
        Server.start(
            RunningSystem.options(dir, "--port", "0", "--s3-port", "0"),
            Formats.names(),
            List.of(
                EngineConfiguration.class, ManagerConfiguration.class, IntakeConfiguration.class));
    SteeredSystem system = new SteeredSystem(dir, server);
    system.addUser("ann", Role.OPERATOR);
    system.addUser("bob", Role.OPERATOR);
    system.addUser("lead", Role.OPERATOR, "leads");
    system.addUser("vera", Role.VIEWER);
    return system;
  }

  public HttpResponse<String> get(String user, String path) throws Exception {
    return send(user, request(path).GET());
  }

  /** As a browser asks for a page, with further headers as name, value, name, value. */
  public HttpResponse<String> page(String user, String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path).header("Accept", "text/html").GET();
    return send(user, headers.length == 0 ? request : request.headers(headers));
  }

  /** As a page's own script sends a form. */
  public HttpResponse<String> form(String user, String path, String fields) throws Exception {
    return send(
        user,
        request(path)
            .header("HX-Request", "true")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(fields)));
  }

  /** A body that begins with a brace is JSON. With further headers as name, value, name, value. */
  public HttpResponse<String> post(String user, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(
        user, body.startsWith("{") ? request.header("Content-Type", "application/json") : request);
  }

  /** JSON, of somebody who has seen what has this tag. */
  public HttpResponse<String> put(String user, String path, String body, String tag)
      throws Exception {
    return send(
        user,
        request(path)
            .header("Content-Type", "application/json")
            .header("If-Match", tag)
            .PUT(BodyPublishers.ofString(body)));
  }

  /** Messages of a source, with further headers as name, value, name, value. */
  public HttpResponse<String> send(
      String user, String source, String type, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        request("/api/v1/sources/" + source + "/messages")
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body));
    return send(user, headers.length == 0 ? request : request.headers(headers));
  }

  public HttpResponse<String> submit(String user, String queue) throws Exception {
    return post(user, "/api/v1/jobs?name=a.log&source=acme&queue=" + queue, "line\n");
  }

  /** Any request; of nobody when there is no user. With further headers as name, value. */
  public HttpResponse<String> request(
      Optional<String> user, String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        request(path)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body.startsWith("{")) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return user.isPresent()
        ? send(user.get(), request)
        : HTTP.send(request.build(), BodyHandlers.ofString());
  }

  public <T> T bean(Class<T> type) {
    return server.context().getBean(type);
  }

  public JsonNode job(String id) throws Exception {
    return json(get("admin", "/api/v1/jobs/" + id));
  }

  public void pause(String queue) throws Exception {
    expect(post("admin", "/api/v1/queues/" + queue + "/pause", ""), 200);
  }

  /** A refusal is a problem document that says what, why, what was given and what to do. */
  public static void expect(HttpResponse<String> response, int status) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    if (status >= 400) {
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
      for (String part : List.of("subject", "rule", "value")) {
        assertThat(json(response).path(part).asText()).as(part).isNotEmpty();
      }
      assertThat(json(response).has("remedy")).isTrue();
    }
  }

  public static String idOf(HttpResponse<String> created) throws IOException {
    expect(created, 201);
    return json(created).path("id").asText();
  }

  public static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void addUser(String name, Role role, String... groups) {
    String hash = server.context().getBean(PasswordEncoder.class).encode(PASSWORD);
    server.context().getBean(Accounts.class).add(name, role, Set.of(groups), hash);
  }

  private HttpRequest.Builder request(String path) throws IOException {
    JsonNode endpoints = JSON.readTree(dir.resolve("endpoints.json").toFile());
    return HttpRequest.newBuilder(URI.create(endpoints.path("console").asText() + path));
  }

  private HttpResponse<String> send(String user, HttpRequest.Builder request) throws Exception {
    String password =
        user.equals("admin") ? Files.readString(dir.resolve("admin-password")).strip() : PASSWORD;
    String credentials =
        Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    return HTTP.send(
        request.header("Authorization", "Basic " + credentials).build(), SteeredSystem::body);
  }

  /** A stream has no end: that it begins is enough. */
  private static BodySubscriber<String> body(ResponseInfo response) {
    boolean stream =
        response
            .headers()
            .firstValue("Content-Type")
            .filter(type -> type.startsWith("text/event-stream"))
            .isPresent();
    return stream
        ? BodySubscribers.mapping(BodySubscribers.ofInputStream(), SteeredSystem::leave)
        : BodySubscribers.ofString(UTF_8);
  }

  private static String leave(InputStream stream) {
    try {
      stream.close();
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
