package org.millrace.engine.objects;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

class S3ObjectStoreTest extends ObjectStoreContract {

  @TempDir static Path buckets;
  private static S3Proxy server;
  private static S3Client s3;

  @BeforeAll
  static void start() throws Exception {
    for (String bucket : List.of("inbox", "work", "archive")) {
      Files.createDirectory(buckets.resolve(bucket));
    }
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

  @AfterAll
  static void stop() throws Exception {
    s3.close();
    server.stop();
  }

  @Override
  ObjectStore emptyStore() throws Exception {
    ObjectStore store = new S3ObjectStore(s3, PART, PART);
    for (String bucket : List.of("inbox", "work", "archive")) {
      store.deleteAll(bucket, "");
    }
    return store;
  }
}
