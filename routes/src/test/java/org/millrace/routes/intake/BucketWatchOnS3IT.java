package org.millrace.routes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.objects.S3Clients;
import org.millrace.engine.objects.S3ObjectStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Lists over HTTP; the objects are found in the folders, since plain files have no ETag there. */
class BucketWatchOnS3IT extends BucketWatchContract {

  private S3Proxy server;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    server =
        S3Proxy.builder()
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, "key", "secret")
            .blobStore(new FilesystemNio2BlobStore(buckets.toString()))
            .stopTimeout(0)
            .build();
    server.start();
    s3 =
        S3Clients.at(
            URI.create("http://127.0.0.1:" + server.getPort()),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
  }

  @AfterEach
  void stop() throws Exception {
    stopWatches();
    s3.close();
    server.stop();
  }

  @Override
  S3Client client() {
    return s3;
  }

  @Override
  ObjectStore store() {
    return new FolderObjectStore(buckets);
  }

  @Test
  void aBucketThatDoesNotExistHoldsUpNoOther() throws Exception {
    sources.set(new Sources(List.of(Source.named("far").withPlace("missing", "")), Set.of()));
    try (LogLines lines = new LogLines(WatchPoll.class)) {
      watch();
      Files.writeString(acme.resolve("log"), "x");

      awaitJobs(1);
      await().during(Duration.ofSeconds(1)).until(() -> lines.holding("missing").size() <= 1);
      assertThat(lines.holding("missing").get(0)).contains("cannot be listed");
    }
  }

  @Test
  void keysWithOddCharactersAreListedAsTheyAre() throws Exception {
    List<String> keys = List.of("acme/a b", "acme/a+b", "acme/a%2Fb", "acme/new\nline", "acme/日本");
    for (String key : keys) {
      s3.putObject(p -> p.bucket("inbox").key(key), RequestBody.fromString("x"));
    }
    watch(new S3ObjectStore(s3), BeingWritten.never());

    awaitJobs(keys.size());
    assertThat(ledger.keys()).containsExactlyInAnyOrderElementsOf(keys);
  }
}
