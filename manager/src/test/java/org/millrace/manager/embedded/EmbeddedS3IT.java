package org.millrace.manager.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.S3Clients;
import org.millrace.engine.objects.S3ObjectStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class EmbeddedS3IT {

  @TempDir Path home;
  private Path inbox;
  private EmbeddedS3 server;
  private S3Client s3;

  @BeforeEach
  void start() throws IOException {
    inbox = Files.createDirectories(home.resolve("buckets/inbox"));
    Files.createDirectories(home.resolve("buckets/archive"));
    server =
        EmbeddedS3.start(
            new EmbeddedS3.Options(
                home.resolve("buckets"),
                "127.0.0.1",
                0,
                Optional.of(new EmbeddedS3.Keys("millrace", "secret"))));
    s3 = client("secret");
  }

  @AfterEach
  void stop() throws IOException {
    s3.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme/access.log",
        "a b",
        "a+b",
        "a%2Fb",
        "a%b",
        "quote\"'",
        "new\nline",
        "ünï/çødé",
        "日本語",
        "a&b=c?d#e",
        "<x>",
        "a..b"
      })
  void whatIsPutLiesInTheFolderUnderTheKeysName(String key) throws IOException {
    s3.putObject(p -> p.bucket("inbox").key(key), RequestBody.fromString("line\n"));

    assertThat(inbox.resolve(key)).hasContent("line\n");
    assertThat(keys("inbox")).containsExactly(key);
    assertThat(s3.getObjectAsBytes(g -> g.bucket("inbox").key(key)).asUtf8String())
        .isEqualTo("line\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../escaped", "..", "a/../../../escaped", "/escaped", "a//b", "./a"})
  void aKeyThatNamesNoFileInsideTheBucketIsRefused(String key) throws IOException {
    assertThatThrownBy(
            () -> s3.putObject(p -> p.bucket("inbox").key(key), RequestBody.fromString("x")))
        .isInstanceOf(S3Exception.class);
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void aCopiedInFileIsAnObjectWithAnEtagThatChangesWithIt() throws IOException {
    Files.createDirectory(inbox.resolve("acme"));
    Files.writeString(inbox.resolve("acme/log"), "first");
    String first = s3.headObject(h -> h.bucket("inbox").key("acme/log")).eTag();

    Files.writeString(inbox.resolve("acme/log"), "second");
    String second = s3.headObject(h -> h.bucket("inbox").key("acme/log")).eTag();

    assertThat(first).isNotEmpty().isNotEqualTo(second);
    assertThatThrownBy(() -> s3.getObject(g -> g.bucket("inbox").key("acme/log").ifMatch(first)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
  }

  @Test
  void anObjectPutAndThenOverwrittenInTheFolderGetsANewEtag() throws IOException {
    String put =
        s3.putObject(p -> p.bucket("inbox").key("log"), RequestBody.fromString("a")).eTag();

    Files.writeString(inbox.resolve("log"), "bb");

    assertThat(s3.headObject(h -> h.bucket("inbox").key("log")).eTag()).isNotEqualTo(put);
  }

  @Test
  void theChecksumOfAnUploadIsToldUntilTheFileIsOverwrittenInItsPlace() throws IOException {
    CRC32 crc = new CRC32();
    crc.update("first".getBytes(UTF_8));
    String first =
        Base64.getEncoder()
            .encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    s3.putObject(
        p -> p.bucket("inbox").key("log").checksumCRC32(first), RequestBody.fromString("first"));
    assertThat(checksum("log")).isEqualTo(first);

    Files.writeString(inbox.resolve("log"), "second");

    assertThat(checksum("log")).isNull();
    assertThat(
            s3.getObjectAsBytes(
                    g -> g.bucket("inbox").key("log").checksumMode(ChecksumMode.ENABLED))
                .asUtf8String())
        .isEqualTo("second");
  }

  @Test
  void everyAnswerNamesTheVersionTheFolderStoreNames() throws IOException {
    String put =
        s3.putObject(p -> p.bucket("inbox").key("log"), RequestBody.fromString("a")).eTag();
    ObjectRef object =
        new FolderObjectStore(home.resolve("buckets")).find("inbox", "log").orElseThrow();
    String etag = "\"" + object.etag() + "\"";

    assertThat(put).isEqualTo(etag);
    assertThat(s3.headObject(h -> h.bucket("inbox").key("log")).eTag()).isEqualTo(etag);
    assertThat(s3.listObjectsV2(l -> l.bucket("inbox")).contents().get(0).eTag()).isEqualTo(etag);
    assertThat(s3.listObjectsV2(l -> l.bucket("inbox").delimiter("/")).contents().get(0).eTag())
        .isEqualTo(etag);
    assertThat(s3.getObjectAsBytes(g -> g.bucket("inbox").key("log").ifMatch(etag)).asUtf8String())
        .isEqualTo("a");
    assertThat(new S3ObjectStore(s3).find("inbox", "log")).contains(object);
  }

  @Test
  void aRangeIsRead() throws IOException {
    Files.writeString(inbox.resolve("log"), "0123456789");

    assertThat(
            s3.getObjectAsBytes(g -> g.bucket("inbox").key("log").range("bytes=3-5"))
                .asUtf8String())
        .isEqualTo("345");
  }

  @Test
  void aMultipartUploadUnderWayIsNeitherListedNorSeenAsAFile() throws IOException {
    byte[] part = new byte[5 * 1024 * 1024];
    new Random(1).nextBytes(part);
    String upload = s3.createMultipartUpload(c -> c.bucket("inbox").key("acme/big.log")).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int number : List.of(1, 2)) {
      String etag =
          s3.uploadPart(
                  u -> u.bucket("inbox").key("acme/big.log").uploadId(upload).partNumber(number),
                  RequestBody.fromBytes(part))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }

    assertThat(keys("inbox")).isEmpty();
    assertThat(s3.listObjectsV2(l -> l.bucket("inbox").delimiter("/")).commonPrefixes()).isEmpty();
    assertThat(visibleFiles()).isEmpty();
    assertThat(s3.listMultipartUploads(l -> l.bucket("inbox")).uploads())
        .singleElement()
        .satisfies(u -> assertThat(u.key()).isEqualTo("acme/big.log"));

    s3.completeMultipartUpload(
        c ->
            c.bucket("inbox")
                .key("acme/big.log")
                .uploadId(upload)
                .multipartUpload(m -> m.parts(parts)));

    assertThat(keys("inbox")).containsExactly("acme/big.log");
    assertThat(inbox.resolve("acme/big.log")).hasSize(2L * part.length);
    assertThat(visibleFiles()).containsExactly("acme/big.log");
    assertThat(s3.listMultipartUploads(l -> l.bucket("inbox")).uploads()).isEmpty();
  }

  @Test
  void anAbortedUploadLeavesNothing() throws IOException {
    String upload = s3.createMultipartUpload(c -> c.bucket("inbox").key("a/b")).uploadId();
    s3.uploadPart(
        u -> u.bucket("inbox").key("a/b").uploadId(upload).partNumber(1),
        RequestBody.fromString("part"));

    s3.abortMultipartUpload(a -> a.bucket("inbox").key("a/b").uploadId(upload));

    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void aPutUnderWayIsNeitherListedNorSeenAsAFile() throws Exception {
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService uploader = Executors.newSingleThreadExecutor();
    try {
      Future<?> putting =
          uploader.submit(
              () ->
                  s3.putObject(
                      p -> p.bucket("inbox").key("acme/slow.log"),
                      RequestBody.fromInputStream(new SlowBody(half, goOn), SlowBody.SIZE)));
      assertThat(half.await(20, TimeUnit.SECONDS)).isTrue();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  Files.exists(inbox.resolve(FolderObjectStore.HIDDEN_FOLDER))
                      && hiddenBytes() > 0);

      assertThat(keys("inbox")).isEmpty();
      assertThat(visibleFiles()).isEmpty();

      goOn.countDown();
      putting.get(20, TimeUnit.SECONDS);
      assertThat(keys("inbox")).containsExactly("acme/slow.log");
      assertThat(inbox.resolve("acme/slow.log")).hasSize(SlowBody.SIZE);
    } finally {
      goOn.countDown();
      uploader.shutdown();
    }
  }

  @Test
  void aPutWhoseClientDiesLeavesNoObject() throws Exception {
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    S3Client dying = client("secret");
    ExecutorService uploader = Executors.newSingleThreadExecutor();
    try {
      uploader.submit(
          () ->
              dying.putObject(
                  p -> p.bucket("inbox").key("acme/dead.log"),
                  RequestBody.fromInputStream(new SlowBody(half, never), SlowBody.SIZE)));
      assertThat(half.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      uploader.shutdownNow();
    }
    assertThat(uploader.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    dying.close();
    server.close();

    assertThat(visibleFiles()).isEmpty();
  }

  @Test
  void copyAndConditionalRequestsFollowTheVersion() {
    String first =
        s3.putObject(p -> p.bucket("inbox").key("a"), RequestBody.fromString("1")).eTag();
    s3.putObject(
        p -> p.bucket("inbox").key("a").metadata(Map.of("who", "acme")),
        RequestBody.fromString("2"));

    assertThat(status(() -> s3.deleteObject(d -> d.bucket("inbox").key("a").ifMatch(first))))
        .isEqualTo(412);
    assertThat(
            status(
                () ->
                    s3.copyObject(
                        c ->
                            c.sourceBucket("inbox")
                                .sourceKey("a")
                                .copySourceIfMatch(first)
                                .destinationBucket("archive")
                                .destinationKey("b"))))
        .isEqualTo(412);
    assertThat(
            status(
                () ->
                    s3.putObject(
                        p -> p.bucket("inbox").key("a").ifNoneMatch("*"),
                        RequestBody.fromString("3"))))
        .isEqualTo(412);
    s3.copyObject(
        c ->
            c.sourceBucket("inbox")
                .sourceKey("a")
                .destinationBucket("archive")
                .destinationKey("b"));
    assertThat(s3.getObjectAsBytes(g -> g.bucket("archive").key("b")).asUtf8String())
        .isEqualTo("2");
    assertThat(s3.headObject(h -> h.bucket("archive").key("b")).metadata())
        .containsEntry("who", "acme");
    s3.putObject(p -> p.bucket("inbox").key("n").ifNoneMatch("*"), RequestBody.fromString("3"));
    assertThat(keys("inbox")).containsExactly("a", "n");
  }

  @Test
  void pagesHoldEveryKeyOnce() throws IOException {
    Files.createDirectory(inbox.resolve("acme"));
    List<String> written = IntStream.range(0, 2_500).mapToObj(i -> "acme/" + i).sorted().toList();
    for (String key : written) {
      Files.createFile(inbox.resolve(key));
    }

    List<String> listed = new ArrayList<>();
    for (ListObjectsV2Response page : s3.listObjectsV2Paginator(l -> l.bucket("inbox"))) {
      assertThat(page.contents()).hasSizeLessThanOrEqualTo(1000);
      page.contents().forEach(o -> listed.add(o.key()));
    }

    assertThat(listed).containsExactlyElementsOf(written);
    assertThat(
            s3.listObjectsV2(l -> l.bucket("inbox").delimiter("/")).commonPrefixes().stream()
                .map(CommonPrefix::prefix))
        .containsExactly("acme/");
  }

  @Test
  void anUnsignedOrWronglySignedRequestIsRefusedWhateverThePermissions() throws IOException {
    Files.writeString(inbox.resolve("log"), "secret");
    Files.setPosixFilePermissions(inbox, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setPosixFilePermissions(
        inbox.resolve("log"), PosixFilePermissions.fromString("rw-rw-rw-"));

    for (String path : List.of("/", "/inbox", "/inbox?list-type=2", "/inbox/log")) {
      assertThat(unsigned("GET", path)).as(path).isEqualTo(403);
    }
    for (String method : List.of("PUT", "POST", "DELETE")) {
      assertThat(unsigned(method, "/inbox/log")).as(method).isGreaterThanOrEqualTo(400);
    }
    try (S3Client wrong = client("wrong")) {
      assertThat(status(() -> wrong.listBuckets())).isEqualTo(403);
    }
    assertThat(inbox.resolve("log")).hasContent("secret");
  }

  @Test
  void aFormPostedByAWebPageIsRefused() throws IOException {
    HttpURLConnection post = (HttpURLConnection) uri("/inbox").toURL().openConnection();
    post.setRequestMethod("POST");
    post.setDoOutput(true);
    post.setRequestProperty("Content-Type", "multipart/form-data; boundary=b");
    try (OutputStream out = post.getOutputStream()) {
      out.write(
          ("--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nacme/evil\r\n"
                  + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n"
                  + "x\r\n--b--\r\n")
              .getBytes(UTF_8));
    }

    assertThat(post.getResponseCode()).isBetween(400, 403);
    assertThat(visibleFiles()).isEmpty();
  }

  @Test
  void withoutAKeyPairAnyClientMayPutAndAWebPageMayNot() throws IOException {
    EmbeddedS3.Options open =
        new EmbeddedS3.Options(home.resolve("buckets"), "127.0.0.1", 0, Optional.empty());
    try (EmbeddedS3 emulator = EmbeddedS3.start(open)) {
      try (S3Client anyKeys =
          S3Clients.at(
              emulator.endpoint(),
              StaticCredentialsProvider.create(AwsBasicCredentials.create("what", "ever")))) {
        anyKeys.putObject(p -> p.bucket("inbox").key("acme/log"), RequestBody.fromString("a line"));
      }
      assertThat(inbox.resolve("acme/log")).hasContent("a line");

      int port = emulator.endpoint().getPort();
      assertThat(answer(port, "Host: 127.0.0.1\r\n")).startsWith("HTTP/1.1 200");
      assertThat(answer(port, "Host: 127.0.0.1\r\nOrigin: http://evil.example\r\n"))
          .startsWith("HTTP/1.1 403");
      assertThat(answer(port, "Host: evil.example\r\n")).startsWith("HTTP/1.1 403");
      assertThat(answer(port, "Host: localhost\r\nSec-Fetch-Site: cross-site\r\n"))
          .startsWith("HTTP/1.1 403");
    }
  }

  /** The answer to a plain GET of an object, as a browser could send it. */
  private static String answer(int port, String headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              ("GET /inbox/acme/log HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n")
                  .getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void onlyLoopbackIsBound() throws IOException {
    assertThat(server.endpoint().getHost()).isEqualTo("127.0.0.1");
    try (Socket socket = new Socket("127.0.0.1", server.endpoint().getPort())) {
      assertThat(socket.isConnected()).isTrue();
    }
    assertThatThrownBy(
            () ->
                EmbeddedS3.start(
                    new EmbeddedS3.Options(
                        home.resolve("other"),
                        "127.0.0.1",
                        server.endpoint().getPort(),
                        Optional.empty())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + server.endpoint().getPort());
  }

  @Test
  void aBucketIsMadeAndRemovedOnceItIsEmpty() {
    s3.createBucket(c -> c.bucket("reports"));
    s3.putObject(p -> p.bucket("reports").key("a"), RequestBody.fromString("1"));
    assertThat(status(() -> s3.deleteBucket(d -> d.bucket("reports")))).isEqualTo(409);
    s3.deleteObject(d -> d.bucket("reports").key("a"));

    s3.deleteBucket(d -> d.bucket("reports"));

    assertThat(home.resolve("buckets/reports")).doesNotExist();
  }

  @Test
  void onlyFoldersAreBuckets() throws IOException {
    Files.createFile(home.resolve("buckets/readme.txt"));
    Files.createDirectory(home.resolve("buckets/.hidden"));

    assertThat(s3.listBuckets().buckets()).extracting("name").containsExactly("archive", "inbox");
  }

  private String checksum(String key) {
    return s3.headObject(h -> h.bucket("inbox").key(key).checksumMode(ChecksumMode.ENABLED))
        .checksumCRC32();
  }

  private S3Client client(String secret) {
    return S3Clients.at(
        server.endpoint(),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("millrace", secret)));
  }

  private List<String> keys(String bucket) {
    return s3.listObjectsV2(l -> l.bucket(bucket)).contents().stream().map(S3Object::key).toList();
  }

  private List<String> visibleFiles() throws IOException {
    try (Stream<Path> files = Files.walk(inbox)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> inbox.relativize(file).toString())
          .filter(file -> !file.startsWith("."))
          .sorted()
          .toList();
    }
  }

  private long hiddenBytes() throws IOException {
    try (Stream<Path> files = Files.walk(inbox.resolve(FolderObjectStore.HIDDEN_FOLDER))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private int unsigned(String method, String path) throws IOException {
    HttpURLConnection request = (HttpURLConnection) uri(path).toURL().openConnection();
    request.setRequestMethod(method);
    return request.getResponseCode();
  }

  private URI uri(String path) {
    return URI.create(server.endpoint() + path);
  }

  private static int status(Runnable request) {
    try {
      request.run();
      return 200;
    } catch (S3Exception e) {
      return e.statusCode();
    }
  }

  /** Gives half its bytes, says so, and gives the rest when told. */
  private static final class SlowBody extends InputStream {
    static final int SIZE = 4 * 1024 * 1024;
    private final CountDownLatch half;
    private final CountDownLatch goOn;
    private int given;

    SlowBody(CountDownLatch half, CountDownLatch goOn) {
      this.half = half;
      this.goOn = goOn;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : 'x';
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (given == SIZE) {
        return -1;
      }
      if (given >= SIZE / 2) {
        half.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new IOException("client dies", e);
        }
      }
      int count = Math.min(length, given < SIZE / 2 ? SIZE / 2 - given : SIZE - given);
      Arrays.fill(bytes, offset, offset + count, (byte) 'x');
      given += count;
      return count;
    }
  }
}
