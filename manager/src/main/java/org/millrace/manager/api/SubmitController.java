package org.millrace.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.millrace.engine.control.Steering;
import org.millrace.engine.control.User;
import org.millrace.engine.intake.JobReceipts;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobLedger.Opened;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.engine.node.DiskSpace;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.security.Users;
import org.millrace.manager.settings.Settings;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Opens jobs: for an object that is there, or for bytes sent along. */
@RestController
final class SubmitController {
  private static final String UPLOADS = "work";

  private final JobLedger ledger;
  private final ObjectStore objects;
  private final Catalog catalog;
  private final Supplier<Settings> settings;
  private final Steering steering;
  private final DiskSpace disk;
  private final JobViews views;
  private final JobReceipts receipts;

  SubmitController(
      JobLedger ledger,
      ObjectStore objects,
      Catalog catalog,
      Supplier<Settings> settings,
      Steering steering,
      DiskSpace disk,
      JobViews views,
      JobReceipts receipts) {
    this.ledger = ledger;
    this.objects = objects;
    this.catalog = catalog;
    this.settings = settings;
    this.steering = steering;
    this.disk = disk;
    this.views = views;
    this.receipts = receipts;
  }

  record ObjectJob(String pipeline, String queue, String source, Input input) {
    record Input(String bucket, String key) {}
  }

  /** For an object in a bucket, which stays where it is. 200 when its job was open already. */
  @PostMapping(path = "/api/v1/jobs", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<JobView> object(
      @RequestBody ObjectJob job,
      Principal user,
      UriComponentsBuilder root,
      HttpServletRequest request)
      throws IOException {
    Submission submission =
        submission(
            Optional.ofNullable(job.pipeline()),
            Optional.ofNullable(job.queue()),
            Optional.ofNullable(job.source()),
            user);
    ObjectRef input = existing(job.input());
    JobRequest asked = submission.request(user.getName(), input, Disposal.KEEP);
    Optional<String> key = IdempotencyKey.of(request);
    return opened(
        key.isPresent()
            ? once(user, key.get(), digest(job.toString().getBytes(UTF_8)), asked)
            : ledger.open(asked),
        root);
  }

  /**
   * For the bytes of a file, which are the request's body; {@code pipeline}, {@code queue}, {@code
   * source} and {@code name} stand in the address. Memory does not grow with the file.
   */
  @PostMapping("/api/v1/jobs")
  ResponseEntity<JobView> bytes(
      HttpServletRequest request, Principal user, UriComponentsBuilder root) throws IOException {
    refuseForms(request);
    // Not getParameter: for a form's content type that would eat the body.
    MultiValueMap<String, String> query =
        UriComponentsBuilder.newInstance().query(request.getQueryString()).build().getQueryParams();
    Submission submission =
        submission(value(query, "pipeline"), value(query, "queue"), value(query, "source"), user);
    Optional<String> repeatable = IdempotencyKey.of(request);
    Optional<JobReceipts.Known> known =
        repeatable.flatMap(each -> receipts.find(user.getName(), each));
    MessageDigest digest = digest();
    digest.update(String.valueOf(request.getQueryString()).getBytes(UTF_8));
    InputStream body = new DigestInputStream(request.getInputStream(), digest);
    if (known.isPresent()) {
      body.transferTo(OutputStream.nullOutputStream());
      if (!known.get().digest().equals(hex(digest))) {
        throw IdempotencyKey.conflict(repeatable.get());
      }
      return opened(new Opened(known.get().jobId(), false), root);
    }
    // Before the bytes come, and once more when the job is opened.
    disk.require();
    String key = "uploads/" + UUID.randomUUID() + "/" + fileName(value(query, "name"));
    ObjectRef input = objects.write(UPLOADS, key, body::transferTo);
    JobRequest asked = submission.request(user.getName(), input, Disposal.DELETE);
    boolean kept = false;
    try {
      Opened opened =
          repeatable.isEmpty()
              ? ledger.open(asked)
              : once(user, repeatable.get(), hex(digest), asked);
      kept = opened.created();
      return opened(opened, root);
    } finally {
      if (!kept) {
        objects.deleteAll(UPLOADS, key);
      }
    }
  }

  /** What would be asked of the ledger, or why it would be refused; opens nothing. */
  @GetMapping("/api/v1/submission")
  Submission check(
      @RequestParam Optional<String> pipeline,
      @RequestParam Optional<String> queue,
      @RequestParam Optional<String> source,
      Principal user) {
    return submission(pipeline, queue, source, user);
  }

  private Submission submission(
      Optional<String> pipeline,
      Optional<String> queue,
      Optional<String> source,
      Principal principal) {
    User user = Users.of(principal);
    Submission submission = Submission.of(pipeline, queue, source, user, catalog, settings);
    steering.checkSubmit(user, submission.queue());
    return submission;
  }

  private Opened once(Principal user, String key, String digest, JobRequest asked) {
    return IdempotencyKey.once(receipts, user, key, digest, () -> ledger.open(asked));
  }

  private static String digest(byte[] bytes) {
    MessageDigest digest = digest();
    digest.update(bytes);
    return hex(digest);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private ResponseEntity<JobView> opened(Opened opened, UriComponentsBuilder root) {
    URI base = root.build().toUri();
    JobView view =
        ledger
            .find(opened.jobId())
            .map(job -> views.view(job, base))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "job " + opened.jobId() + ": opened but not found; indicates a bug"));
    return ResponseEntity.status(opened.created() ? HttpStatus.CREATED : HttpStatus.OK)
        .location(base.resolve("/api/v1/jobs/" + opened.jobId()))
        .body(view);
  }

  private ObjectRef existing(ObjectJob.Input input) throws IOException {
    if (input == null || input.bucket() == null || input.key() == null) {
      throw ApiException.refused(
          "input",
          "must name a bucket and a key",
          "",
          "{\"input\": {\"bucket\": \"inbox\", \"key\": \"acme/a.log\"}}");
    }
    return objects
        .find(input.bucket(), input.key())
        .orElseThrow(
            () ->
                ApiException.refused(
                    "input",
                    "must be an object that is there",
                    input.bucket() + "/" + input.key(),
                    "put it there first, or send its bytes"));
  }

  private static void refuseForms(HttpServletRequest request) {
    String type = request.getContentType();
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      throw new ApiException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          new Problem(
              "body",
              "must be the file's bytes alone, not a form",
              type,
              "with curl: --data-binary @FILE"));
    }
  }

  private static Optional<String> value(MultiValueMap<String, String> query, String name) {
    return Optional.ofNullable(query.getFirst(name))
        .map(value -> UriUtils.decode(value.replace("+", "%20"), "UTF-8"))
        .filter(value -> !value.isBlank());
  }

  /** The last part of what the caller calls the file, with nothing in it that a path could use. */
  private static String fileName(Optional<String> given) {
    String name = given.orElse("upload").replace('\\', '/');
    String last = name.substring(name.lastIndexOf('/') + 1).replaceAll("\\p{Cntrl}", "_");
    return last.isEmpty() || last.startsWith(".") ? "upload" + last : last;
  }
}
