package org.millrace.engine.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.millrace.engine.db.Database;
import org.millrace.engine.task.TaskIds;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** What was taken under an id. Within the caller's transaction, but for {@link #forget}. */
final class Receipts {
  private static final String FIND =
      "select id, job_id, messages, digest from receipt where id = any(:ids)";
  private static final String ADD =
      """
      insert into receipt (id, job_id, messages, digest, received_at)
      values (:id, :job, :messages, :digest, current_timestamp)
      """;
  private static final String FORGET =
      """
      delete from receipt
      where received_at < current_timestamp - cast(:seconds as integer) * interval '1' second
      """;

  private final Database db;

  Receipts(Database db) {
    this.db = db;
  }

  record Receipt(UUID id, long jobId, int messages, String digest) {
    /** The ids of the delivery's tasks: the same whenever it comes. */
    List<UUID> tasks() {
      return IntStream.range(0, messages).mapToObj(n -> TaskIds.message(id, n)).toList();
    }
  }

  Map<UUID, Receipt> find(List<UUID> ids) {
    Map<UUID, Receipt> found = new HashMap<>();
    if (!ids.isEmpty()) {
      db.jdbc()
          .sql(FIND)
          .param("ids", ids.toArray(UUID[]::new))
          .query(
              row -> {
                Receipt receipt =
                    new Receipt(
                        row.getObject(1, UUID.class),
                        row.getLong(2),
                        row.getInt(3),
                        row.getString(4));
                found.put(receipt.id(), receipt);
              });
    }
    return found;
  }

  void add(List<Receipt> receipts) {
    db.batch(
        ADD,
        receipts.stream()
            .map(
                each ->
                    new MapSqlParameterSource()
                        .addValue("id", each.id())
                        .addValue("job", each.jobId())
                        .addValue("messages", each.messages())
                        .addValue("digest", each.digest()))
            .toArray(SqlParameterSource[]::new));
  }

  /** Forgets what is older; from then on the same id counts again. */
  int forget(Duration age) {
    return db.jdbc().sql(FORGET).param("seconds", age.toSeconds()).update();
  }
}
