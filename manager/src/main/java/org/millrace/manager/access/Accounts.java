package org.millrace.manager.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.millrace.engine.db.Database;
import org.springframework.dao.DuplicateKeyException;

/**
 * The users: {@code admin}, and those in the database. Every method reads what is there now, so a
 * change made by another manager holds at once. Thread-safe.
 */
public final class Accounts {
  private static final String COLUMNS =
      "select name, role, member_of, disabled, password_version, created_at from app_user";
  private static final String ALL = COLUMNS + " order by name";
  private static final String ONE = COLUMNS + " where name = :name";
  private static final String LOCK = ONE + " for update";
  private static final String HASH = "select password_hash from app_user where name = :name";
  private static final String ADD =
      """
      insert into app_user (name, password_hash, role, member_of, created_at)
      values (:name, :hash, :role, :groups, :now)
      """;
  private static final String CHANGE =
      """
      update app_user set role = :role, member_of = :groups, disabled = :disabled
      where name = :name
      """;
  private static final String PASSWORD =
      """
      update app_user set password_hash = :hash, password_version = password_version + 1
      where name = :name
      """;
  private static final String OWN_PASSWORD = PASSWORD + " and password_hash = :old";
  private static final String REMOVE = "delete from app_user where name = :name";
  private static final String REMOVE_TOKENS = "delete from api_token where owner = :name";

  private final Database db;
  private final Clock clock;

  public Accounts(Database db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** {@code admin} first, the others by name. */
  public List<Account> all() {
    return Stream.concat(
            Stream.of(Account.ADMIN), db.jdbc().sql(ALL).query(Accounts::account).stream())
        .toList();
  }

  public Optional<Account> find(String name) {
    return name.equals(Account.ADMIN.name())
        ? Optional.of(Account.ADMIN)
        : db.jdbc().sql(ONE).param("name", name).query(Accounts::account).optional();
  }

  /** The stored hash of a user's password; empty for {@code admin} and for nobody. */
  public Optional<String> passwordHash(String name) {
    return db.jdbc().sql(HASH).param("name", name).query(String.class).optional();
  }

  /** False when there is a user of this name. */
  public boolean add(String name, Role role, Set<String> groups, String passwordHash) {
    if (name.equals(Account.ADMIN.name())) {
      return false;
    }
    try {
      db.jdbc()
          .sql(ADD)
          .param("name", name)
          .param("hash", passwordHash)
          .param("role", role.name())
          .param("groups", joined(groups))
          .param("now", Timestamp.from(clock.instant()))
          .update();
      return true;
    } catch (DuplicateKeyException thereAlready) {
      return false;
    }
  }

  /**
   * Sets role, groups and whether it is disabled, and the password where one is given; all or
   * nothing. Of two who do it at once, the second sees what the first did.
   *
   * @param change makes of the user as it is now what it shall be; what it throws changes nothing
   * @return the user as it was; empty when there is no such user
   */
  Optional<Account> change(
      String name, UnaryOperator<Account> change, Optional<String> passwordHash) {
    return db.inTransaction(
        () -> {
          Optional<Account> before = lock(name);
          before.map(change).ifPresent(account -> write(account, passwordHash));
          return before;
        });
  }

  private Optional<Account> lock(String name) {
    return db.jdbc().sql(LOCK).param("name", name).query(Accounts::account).optional();
  }

  private void write(Account account, Optional<String> passwordHash) {
    db.jdbc()
        .sql(CHANGE)
        .param("name", account.name())
        .param("role", account.role().name())
        .param("groups", joined(account.groups()))
        .param("disabled", account.disabled())
        .update();
    passwordHash.ifPresent(
        hash -> db.jdbc().sql(PASSWORD).param("name", account.name()).param("hash", hash).update());
  }

  /**
   * Sets a user's password.
   *
   * @param oldHash what is stored now
   * @return false when something else is
   */
  public boolean changePassword(String name, String oldHash, String hash) {
    return db.jdbc()
            .sql(OWN_PASSWORD)
            .param("name", name)
            .param("old", oldHash)
            .param("hash", hash)
            .update()
        > 0;
  }

  /**
   * With the user's tokens.
   *
   * @param check looks at the user as it is now; what it throws changes nothing
   * @return the user as it was; empty when there is no such user
   */
  Optional<Account> remove(String name, Consumer<Account> check) {
    return db.inTransaction(
        () -> {
          Optional<Account> before = lock(name);
          before.ifPresent(check);
          db.jdbc().sql(REMOVE_TOKENS).param("name", name).update();
          db.jdbc().sql(REMOVE).param("name", name).update();
          return before;
        });
  }

  private static Account account(ResultSet row, int number) throws SQLException {
    return new Account(
        row.getString(1),
        Role.valueOf(row.getString(2)),
        Arrays.stream(row.getString(3).split(","))
            .filter(each -> !each.isEmpty())
            .collect(Collectors.toSet()),
        row.getBoolean(4),
        row.getInt(5),
        row.getTimestamp(6).toInstant());
  }

  private static String joined(Set<String> groups) {
    return groups.stream().sorted().collect(Collectors.joining(","));
  }
}
