package org.millrace.manager.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.db.Database;

/** The tokens in the database, each known by the hash of its secret. Thread-safe. */
public final class ApiTokens {
  /** What every token begins with. */
  public static final String PREFIX = "mr_";

  private static final Duration USE_GRAIN = Duration.ofMinutes(1);

  private static final String COLUMNS =
      "select id, owner, name, scope, created_at, expires_at, last_used_at from api_token";
  private static final String ALL = COLUMNS + " order by owner, id";
  private static final String OF_OWNER = COLUMNS + " where owner = :owner order by id";
  private static final String BY_ID = COLUMNS + " where id = :id";
  private static final String BY_HASH = COLUMNS + " where hash = :hash";
  private static final String ADD =
      """
      insert into api_token (owner, name, hash, scope, created_at, expires_at)
      values (:owner, :name, :hash, :scope, :now, :expires)
      """;
  private static final String USED = "update api_token set last_used_at = :now where id = :id";
  private static final String REVOKE = "delete from api_token where id = :id";

  private final Database db;
  private final Clock clock;

  public ApiTokens(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** A new token, and its secret, which is nowhere else. */
  record Made(ApiToken token, String secret) {}

  /** Expired ones too. */
  List<ApiToken> all() {
    return db.jdbc().sql(ALL).query(ApiTokens::token).list();
  }

  List<ApiToken> of(String owner) {
    return db.jdbc().sql(OF_OWNER).param("owner", owner).query(ApiTokens::token).list();
  }

  Optional<ApiToken> find(long id) {
    return db.jdbc().sql(BY_ID).param("id", id).query(ApiTokens::token).optional();
  }

  Made add(String owner, String name, Scope scope, Duration lasts) {
    String secret = Secrets.token();
    Instant now = clock.instant();
    db.jdbc()
        .sql(ADD)
        .param("owner", owner)
        .param("name", name)
        .param("hash", Secrets.hash(secret))
        .param("scope", scope.name())
        .param("now", Timestamp.from(now))
        .param("expires", Timestamp.from(now.plus(lasts)))
        .update();
    return new Made(known(secret).orElseThrow(), secret);
  }

  /** False when there is none. */
  boolean revoke(long id) {
    return db.jdbc().sql(REVOKE).param("id", id).update() > 0;
  }

  /** The token with this secret, unless it has expired; notes that it was used. */
  public Optional<ApiToken> use(String secret) {
    Instant now = clock.instant();
    Optional<ApiToken> token = known(secret).filter(each -> each.expiresAt().isAfter(now));
    token
        .filter(
            each -> each.lastUsedAt() == null || each.lastUsedAt().plus(USE_GRAIN).isBefore(now))
        .ifPresent(
            each ->
                db.jdbc()
                    .sql(USED)
                    .param("id", each.id())
                    .param("now", Timestamp.from(now))
                    .update());
    return token;
  }

  /** The token with this secret, also one that has expired. */
  public Optional<ApiToken> known(String secret) {
    return db.jdbc()
        .sql(BY_HASH)
        .param("hash", Secrets.hash(secret))
        .query(ApiTokens::token)
        .optional();
  }

  private static ApiToken token(ResultSet row, int number) throws SQLException {
    Timestamp used = row.getTimestamp(7);
    return new ApiToken(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        Scope.valueOf(row.getString(4)),
        row.getTimestamp(5).toInstant(),
        row.getTimestamp(6).toInstant(),
        used == null ? null : used.toInstant());
  }
}
