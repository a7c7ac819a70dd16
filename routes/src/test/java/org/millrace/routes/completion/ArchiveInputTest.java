package org.millrace.routes.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobRequest.Disposal;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.ObjectRef;

class ArchiveInputTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path buckets;
  private FolderObjectStore objects;
  private ArchiveInput archiveInput;

  @BeforeEach
  void open() {
    objects = new FolderObjectStore(buckets);
    archiveInput = new ArchiveInput(objects);
  }

  @Test
  void anArchivedInputLiesUnderItsSourceAndJob() throws IOException {
    Job job = job(put("first"), Disposal.ARCHIVE, JobState.COMPLETED);

    archiveInput.run(job);
    archiveInput.run(job);

    assertThat(keys("inbox")).isEmpty();
    assertThat(keys("archive")).containsExactly("acme/7/access.log");
  }

  @Test
  void aDeletedInputIsGone() throws IOException {
    Job job = job(put("first"), Disposal.DELETE, JobState.COMPLETED);

    archiveInput.run(job);
    archiveInput.run(job);

    assertThat(keys("inbox")).isEmpty();
    assertThat(keys("archive")).isEmpty();
  }

  @Test
  void aKeptInputStays() throws IOException {
    archiveInput.run(job(put("first"), Disposal.KEEP, JobState.COMPLETED));

    assertThat(keys("inbox")).containsExactly("acme/access.log");
  }

  @ParameterizedTest
  @EnumSource(Disposal.class)
  void aNewerVersionIsNeverTouched(Disposal disposal) throws IOException {
    Job job = job(put("first"), disposal, JobState.COMPLETED);
    ObjectRef second = put("second");

    archiveInput.run(job);

    assertThat(objects.find("inbox", "acme/access.log")).contains(second);
    assertThat(keys("archive")).isEmpty();
  }

  @Test
  void aVersionThatCameAfterTheFirstRunIsNotTakenByTheSecond() throws IOException {
    Job job = job(put("first"), Disposal.ARCHIVE, JobState.COMPLETED);
    archiveInput.run(job);
    ObjectRef second = put("second");

    archiveInput.run(job);

    assertThat(objects.find("inbox", "acme/access.log")).contains(second);
    assertThat(objects.find("archive", "acme/7/access.log").orElseThrow().size()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(value = JobState.class, mode = EnumSource.Mode.EXCLUDE, names = "COMPLETED")
  void theInputOfAJobThatHasNotCompletedIsNotTouched(JobState state) throws IOException {
    Job job = job(put("first"), Disposal.DELETE, state);

    assertThatThrownBy(() -> archiveInput.run(job))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was " + state);

    assertThat(keys("inbox")).containsExactly("acme/access.log");
  }

  private ObjectRef put(String text) throws IOException {
    return objects.write(
        "inbox", "acme/access.log", out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> keys(String bucket) throws IOException {
    List<String> keys = new ArrayList<>();
    objects.list(bucket, "", object -> keys.add(object.key()));
    return keys;
  }

  private static Job job(ObjectRef input, Disposal disposal, JobState state) {
    return new Job(
        7,
        "b2b-logs",
        "root.partners.acme",
        "acme",
        "acme",
        input,
        disposal,
        Map.of(),
        state,
        NOON,
        Optional.of(NOON),
        Optional.of(NOON),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }
}
