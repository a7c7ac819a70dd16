package org.millrace.engine.intake;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.millrace.engine.db.Database;
import org.millrace.engine.intake.Receipts.Receipt;
import org.millrace.engine.ledger.JobLedger.Opened;
import org.millrace.engine.task.TaskIds;
import org.springframework.dao.DataAccessException;

/**
 * Remembers which job a request opened, so that one that is repeated with its key opens no second.
 * Kept as long as the receipts of messages. Thread-safe.
 */
public final class JobReceipts {
  /** No source can have this name. */
  private static final String KIND = "POST jobs";

  private static final int ATTEMPTS = 3;

  private final Database db;
  private final Receipts receipts;

  public JobReceipts(Database db) {
    this.db = db;
    this.receipts = new Receipts(db);
  }

  /**
   * @param digest tells one request from another under the same key
   */
  public record Known(long jobId, String digest) {}

  /** The job that this user opened with this key. */
  public Optional<Known> find(String user, String key) {
    UUID id = id(user, key);
    return Optional.ofNullable(receipts.find(List.of(id)).get(id))
        .map(each -> new Known(each.jobId(), each.digest()));
  }

  /**
   * Opens a job and remembers it, both or neither; a request that has been served is not looked at
   * again, whatever has become of what it names.
   *
   * @return the job; {@code created} is false when it was opened before, with the key
   * @throws RepeatConflictException that was another request
   */
  public Opened open(String user, String key, String digest, Supplier<Opened> open) {
    UUID id = id(user, key);
    for (int attempt = 1; ; attempt++) {
      Optional<Opened> known = repeated(user, key, digest);
      if (known.isPresent()) {
        return known.get();
      }
      try {
        return db.inTransaction(
            () -> {
              Opened opened = open.get();
              receipts.add(List.of(new Receipt(id, opened.jobId(), 0, digest)));
              return opened;
            });
      } catch (DataAccessException maybeAnotherDidTheSame) {
        // At the same moment, and the database refused one of the two.
        if (attempt == ATTEMPTS) {
          return repeated(user, key, digest).orElseThrow(() -> maybeAnotherDidTheSame);
        }
      }
    }
  }

  private Optional<Opened> repeated(String user, String key, String digest) {
    Optional<Known> known = find(user, key);
    if (known.isPresent() && !known.get().digest().equals(digest)) {
      throw new RepeatConflictException(key);
    }
    return known.map(each -> new Opened(each.jobId(), false));
  }

  private static UUID id(String user, String key) {
    return TaskIds.receipt(KIND, user + ":" + key);
  }
}
