package org.millrace.engine.transport;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.millrace.engine.db.Database;
import org.millrace.engine.lease.Lanes;
import org.millrace.scheduling.Lane;
import org.springframework.dao.DuplicateKeyException;

/**
 * Remembers every transport that a lane's tasks were ever sent by, so that none is stranded when
 * the setting changes. Thread-safe.
 */
public final class LaneTransports {
  private static final String INSERT =
      "insert into lane_transport (lane_id, transport) values (:lane, :transport)";
  private static final String OF_QUEUE =
      """
      select l.stage, t.transport from lane l join lane_transport t on t.lane_id = l.id
      where l.queue = :queue
      """;
  private static final String OF =
      "select transport from lane_transport where lane_id = :lane order by transport";

  private record Way(Lane lane, String transport) {}

  private final Database db;
  private final Lanes lanes;
  private final Set<Way> noted = ConcurrentHashMap.newKeySet();

  public LaneTransports(Database db, Lanes lanes) {
    this.db = db;
    this.lanes = lanes;
  }

  /** Before anything is sent: in a transaction of its own, once. */
  public void note(Lane lane, String transport) {
    Way way = new Way(lane, transport);
    if (!noted.contains(way)) {
      int laneId = lanes.id(lane);
      if (!of(laneId).contains(transport)) {
        insert(laneId, transport);
      }
      noted.add(way);
    }
  }

  /** What is moved from one queue's lanes to another's stays with its transport. */
  void follow(String from, String to) {
    db.jdbc()
        .sql(OF_QUEUE)
        .param("queue", from)
        .query((row, n) -> new Way(new Lane(to, row.getString(1)), row.getString(2)))
        .list()
        .forEach(each -> note(each.lane(), each.transport()));
  }

  List<String> of(int laneId) {
    return db.jdbc().sql(OF).param("lane", laneId).query(String.class).list();
  }

  private void insert(int laneId, String transport) {
    try {
      db.separately(
          () -> db.jdbc().sql(INSERT).param("lane", laneId).param("transport", transport).update());
    } catch (DuplicateKeyException anotherNotedIt) {
      return;
    }
  }
}
