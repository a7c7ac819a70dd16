package org.millrace.engine.lease;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.millrace.engine.db.Database;
import org.millrace.scheduling.Lane;
import org.springframework.dao.DuplicateKeyException;

/**
 * The database's keys of lanes. Lanes are never renumbered, so a key once read holds. Thread-safe.
 */
public final class Lanes {
  private static final String FIND = "select id from lane where queue = :queue and stage = :stage";
  private static final String INSERT = "insert into lane (queue, stage) values (:queue, :stage)";
  private static final String BY_ID = "select queue, stage from lane where id = :id";

  private final Database db;
  private final Map<Lane, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Lane> lanes = new ConcurrentHashMap<>();

  public Lanes(Database db) {
    this.db = db;
  }

  /** The lane's key, made when the lane is new. */
  public int id(Lane lane) {
    Integer known = ids.get(lane);
    if (known != null) {
      return known;
    }
    return find(lane)
        .orElseGet(
            () -> {
              insert(lane);
              return find(lane).orElseThrow();
            });
  }

  public Lane lane(int id) {
    Lane known = lanes.get(id);
    if (known == null) {
      // Not inside the map's own lock: whoever holds a connection may be waiting for that.
      known = load(id);
      lanes.put(id, known);
    }
    return known;
  }

  private Optional<Integer> find(Lane lane) {
    Optional<Integer> id =
        db.jdbc()
            .sql(FIND)
            .param("queue", lane.queue())
            .param("stage", lane.stage())
            .query(Integer.class)
            .optional();
    id.ifPresent(found -> ids.put(lane, found));
    return id;
  }

  /** In a transaction of its own, so that a lane exists before anything refers to it. */
  private void insert(Lane lane) {
    try {
      db.separately(
          () ->
              db.jdbc()
                  .sql(INSERT)
                  .param("queue", lane.queue())
                  .param("stage", lane.stage())
                  .update());
    } catch (DuplicateKeyException anotherMadeIt) {
      return;
    }
  }

  private Lane load(int id) {
    return db.jdbc()
        .sql(BY_ID)
        .param("id", id)
        .query((row, n) -> new Lane(row.getString(1), row.getString(2)))
        .single();
  }
}
