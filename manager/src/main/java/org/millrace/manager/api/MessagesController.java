package org.millrace.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.millrace.engine.control.Steering;
import org.millrace.engine.control.User;
import org.millrace.engine.intake.Accepted;
import org.millrace.engine.intake.Delivery;
import org.millrace.engine.intake.Message;
import org.millrace.engine.intake.MessageIntake;
import org.millrace.engine.intake.NoPipelineException;
import org.millrace.engine.intake.RepeatConflictException;
import org.millrace.engine.intake.StreamSource;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.security.Users;
import org.millrace.manager.settings.Settings;
import org.millrace.manager.settings.SourceSettings;
import org.millrace.routes.intake.MessageBody;
import org.millrace.routes.intake.Ndjson;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Takes messages of a source. */
@RestController
final class MessagesController {
  static final String BATCH = "application/x-ndjson";
  static final String KEY = "Idempotency-Key";

  /** Of one message. */
  static final int MOST_BYTES = 1 << 20;

  static final int MOST_BATCH_BYTES = 16 << 20;
  static final int MOST_BATCH = 10_000;

  private static final String HEADER = "millrace-header-";

  private final MessageIntake intake;
  private final Catalog catalog;
  private final Supplier<Settings> settings;
  private final Steering steering;

  MessagesController(
      MessageIntake intake, Catalog catalog, Supplier<Settings> settings, Steering steering) {
    this.intake = intake;
    this.catalog = catalog;
    this.settings = settings;
    this.steering = steering;
  }

  /**
   * What became of a request.
   *
   * @param job that the messages are tasks of
   * @param ids of the tasks, in the order of the messages
   * @param repeated a request with this key was taken before; nothing was done now
   */
  record Taken(long job, List<UUID> ids, boolean repeated) {}

  /**
   * Takes one message, which is the body whatever its type, or with {@code application/x-ndjson} a
   * message a line. All or nothing: of a batch with a wrong line none is taken. The answer comes
   * when they are stored for good. A request repeated with its {@code Idempotency-Key} has one
   * effect.
   */
  @PostMapping("/api/v1/sources/{name}/messages")
  ResponseEntity<Taken> send(
      @PathVariable String name,
      HttpServletRequest request,
      Principal principal,
      UriComponentsBuilder root)
      throws IOException {
    User user = Users.of(principal);
    StreamSource source = source(name, user);
    Optional<String> type = Optional.ofNullable(request.getContentType());
    boolean batch = type.map(MessagesController::isBatch).orElse(false);
    byte[] body = read(request, batch ? MOST_BATCH_BYTES : MOST_BYTES);
    List<Message> messages = batch ? batch(body) : List.of(single(body, type, request));
    // A key belongs to who made it up: two users may have the same.
    Optional<String> id = IdempotencyKey.of(request).map(key -> "http:" + user.name() + ":" + key);
    Accepted accepted = accept(source, new Delivery(id, digest(type, body), messages));
    return ResponseEntity.accepted()
        .location(root.build().toUri().resolve("/api/v1/jobs/" + accepted.jobId()))
        .body(new Taken(accepted.jobId(), accepted.ids(), accepted.repeated()));
  }

  private StreamSource source(String name, User user) {
    Submission to =
        Submission.of(
            Optional.empty(), Optional.empty(), Optional.of(name), user, catalog, settings);
    steering.checkSend(user, to.queue());
    SourceSettings.Window window = settings.get().source(name).window();
    return new StreamSource(
        name, to.pipeline(), to.queue(), name, to.settings(), window.time(), window.count());
  }

  private Accepted accept(StreamSource source, Delivery delivery) {
    try {
      return intake.accept(source, List.of(delivery)).get(0);
    } catch (RepeatConflictException e) {
      throw IdempotencyKey.conflict(
          delivery.id().map(id -> id.substring(id.lastIndexOf(':') + 1)).orElse(""));
    } catch (NoPipelineException e) {
      throw new ApiException(
          HttpStatus.SERVICE_UNAVAILABLE,
          new Problem(
              "pipeline", "must be loaded", source.pipeline(), "load its routes and send again"));
    }
  }

  private static boolean isBatch(String type) {
    return type.toLowerCase(Locale.ROOT).startsWith(BATCH);
  }

  private static byte[] read(HttpServletRequest request, int most) throws IOException {
    if (request.getContentLengthLong() > most) {
      throw tooLarge(most, request.getContentLengthLong() + " bytes");
    }
    byte[] body = request.getInputStream().readNBytes(most + 1);
    if (body.length > most) {
      throw tooLarge(most, "longer");
    }
    return body;
  }

  private static ApiException tooLarge(int most, String was) {
    return new ApiException(
        HttpStatus.PAYLOAD_TOO_LARGE,
        new Problem(
            "body",
            "must be at most " + most + " bytes; nothing was taken",
            was,
            "send several requests, or a file with ./millrace submit"));
  }

  private static Message single(byte[] body, Optional<String> type, HttpServletRequest request) {
    Map<String, Object> headers = new HashMap<>();
    type.ifPresent(value -> headers.put("Content-Type", value));
    for (String name : Collections.list(request.getHeaderNames())) {
      if (name.toLowerCase(Locale.ROOT).startsWith(HEADER)) {
        headers.put(name.substring(HEADER.length()), request.getHeader(name));
      }
    }
    return new Message(headers, MessageBody.of(body, type));
  }

  private static List<Message> batch(byte[] body) {
    Ndjson batch = Ndjson.read(new String(body, UTF_8), MOST_BYTES);
    if (!batch.refused().isEmpty()) {
      throw new RefusedLinesException(batch.refused());
    }
    if (batch.messages().isEmpty() || batch.messages().size() > MOST_BATCH) {
      throw ApiException.refused(
          "body",
          "must have from 1 to " + MOST_BATCH + " lines; nothing was taken",
          batch.messages().size() + " lines",
          "");
    }
    return batch.messages();
  }

  private static String digest(Optional<String> type, byte[] body) {
    // Of two bodies under one key, not of secrets: a short hash will do.
    return DigestUtils.md5DigestAsHex(body) + ":" + type.orElse("").hashCode();
  }
}
