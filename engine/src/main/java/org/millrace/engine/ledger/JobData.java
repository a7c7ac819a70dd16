package org.millrace.engine.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.db.Database;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;

/** The objects that Millrace wrote for a job, and how they go. What is gone already is no error. */
final class JobData {
  private static final String WORK = "work";
  private static final String RESULTS = "results";
  private static final String UPLOADS = "uploads/";
  private static final String NAMES = "select name from result where job_id = :job";
  private static final String FORGET_RESULTS = "delete from result where job_id = :job";

  private final Database db;
  private final ObjectStore objects;

  JobData(Database db, ObjectStore objects) {
    this.db = db;
    this.objects = objects;
  }

  /** Those that the job published, and nothing that somebody has put beside them. */
  void deleteResults(long job) throws IOException {
    List<String> names = db.jdbc().sql(NAMES).param("job", job).query(String.class).list();
    for (String name : names) {
      Optional<ObjectRef> result = objects.find(RESULTS, job + "/" + name);
      if (result.isPresent()) {
        objects.delete(result.get());
      }
    }
    List<ObjectRef> others = new ArrayList<>();
    if (!names.isEmpty()) {
      objects.list(RESULTS, job + "/", others::add);
      if (others.isEmpty()) {
        // In folders, the job's own goes too.
        objects.deleteAll(RESULTS, job + "/");
      }
    }
    db.jdbc().sql(FORGET_RESULTS).param("job", job).update();
  }

  void deleteIntermediate(long job) throws IOException {
    objects.deleteAll(WORK, job + "/");
  }

  /** What was sent along with a submission was Millrace's own from the start. */
  void deleteUpload(ObjectRef input) throws IOException {
    if (isUpload(input)) {
      objects.delete(input);
    }
  }

  /** Whether intake could come upon this input again. */
  boolean inputIsThere(ObjectRef input) throws IOException {
    return !isUpload(input)
        && objects
            .find(input.bucket(), input.key())
            .filter(now -> now.etag().equals(input.etag()))
            .isPresent();
  }

  static boolean isUpload(ObjectRef input) {
    return input.bucket().equals(WORK) && input.key().startsWith(UPLOADS);
  }
}
