package org.millrace.engine.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.millrace.engine.db.Database;
import org.millrace.engine.replay.MovedInput;
import org.millrace.engine.task.Body;
import org.millrace.engine.task.ClaimCheck;

/**
 * Everything that was sent to a barrier stage of one job: the body of its one task. Iterable more
 * than once, a page in memory at a time, in the order of settlement (which a repeat may change).
 */
public final class Parts implements Iterable<Object> {
  /* Ordered as the index is, from its first column on: H2 would otherwise read and sort all parts
   * that are left for each page. */
  static final String PAGE =
      """
      select id, content_type, body from part
      where job_id = :job and stage = :stage and id > :after order by job_id, stage, id limit 50
      """;

  private final Database db;
  private final ClaimCheck claims;
  private final long jobId;
  private final String stage;
  private final MovedInput moved;

  /**
   * @param jobId of the job to which they were sent
   * @param moved where that job's input is now
   */
  public Parts(Database db, ClaimCheck claims, long jobId, String stage, MovedInput moved) {
    this.moved = moved;
    this.db = db;
    this.claims = claims;
    this.jobId = jobId;
    this.stage = stage;
  }

  @Override
  public Iterator<Object> iterator() {
    return new Pages();
  }

  private record Row(long id, Body body) {}

  private final class Pages implements Iterator<Object> {
    private final ArrayDeque<Row> page = new ArrayDeque<>();
    private long after;
    private boolean last;

    @Override
    public boolean hasNext() {
      if (page.isEmpty() && !last) {
        List<Row> rows = read();
        last = rows.isEmpty();
        page.addAll(rows);
      }
      return !page.isEmpty();
    }

    @Override
    public Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row row = page.poll();
      after = row.id();
      try {
        return moved.in(claims.fetch(row.body()).decode());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private List<Row> read() {
      return db.jdbc()
          .sql(PAGE)
          .param("job", jobId)
          .param("stage", stage)
          .param("after", after)
          .query((row, n) -> new Row(row.getLong(1), new Body(row.getString(2), row.getBytes(3))))
          .list();
    }
  }
}
