package org.millrace.routes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.FolderS3Client;
import org.millrace.engine.objects.ObjectStore;
import software.amazon.awssdk.services.s3.S3Client;

class BucketWatchOnFoldersIT extends BucketWatchContract {

  @Override
  S3Client client() {
    return new FolderS3Client(new FolderObjectStore(buckets));
  }

  @Override
  ObjectStore store() {
    return new FolderObjectStore(buckets);
  }

  @Test
  void aFileThatACopyStillHoldsOpenIsTakenOnlyWhenItIsWhole() throws Exception {
    assumeThat(Path.of("/proc/self/fd")).isDirectory();
    FolderObjectStore objects = new FolderObjectStore(buckets);
    watch(objects, new OpenFiles(objects));
    Path log = acme.resolve("slow.log");
    try (OutputStream copy = Files.newOutputStream(log)) {
      copy.write("half ".getBytes());
      staysAt(0);
      copy.write("and half".getBytes());
    }

    awaitJobs(1);
    staysAt(1);
    assertThat(ledger.opened().get(0).input().size()).isEqualTo(13);
  }

  @Test
  void aFileDatedInTheFutureIsTakenAllTheSame() throws Exception {
    watch();
    Path log = Files.writeString(acme.resolve("tomorrow.log"), "x");
    Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2999-01-01T00:00:00Z")));

    awaitJobs(1);
  }

  @Test
  void anObjectOverwrittenWithTheSameSizeIsANewJob() throws Exception {
    watch();
    put("acme/log", "one");
    awaitJobs(1);

    put("acme/log", "two");

    awaitJobs(2);
    staysAt(2);
  }

  @Test
  void aFolderThatIsMissingHoldsUpNoOther() throws Exception {
    sources.set(new Sources(List.of(Source.named("far").withPlace("missing", "")), Set.of()));
    watch();
    Files.writeString(acme.resolve("log"), "x");

    awaitJobs(1);
    Files.createDirectories(buckets.resolve("missing"));
    Files.writeString(buckets.resolve("missing/log"), "x");
    await().until(() -> ledger.opened().stream().anyMatch(job -> job.source().equals("far")));
  }
}
