package org.millrace.manager.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.millrace.engine.db.Database;
import org.millrace.manager.support.SettableClock;

/** What users, tokens and the audit log promise, on every database. */
abstract class AccessStoreContract {
  private final SettableClock clock = new SettableClock();
  private Database db;
  private Accounts accounts;
  private ApiTokens tokens;
  private AuditLog log;

  abstract Database open();

  @BeforeEach
  void start() {
    db = open();
    accounts = new Accounts(db, clock);
    tokens = new ApiTokens(db, clock);
    log = new AuditLog(db);
  }

  @AfterEach
  void stop() {
    db.close();
  }

  @Test
  void adminIsThereAlwaysAndCannotBeAdded() {
    assertThat(accounts.all()).containsExactly(Account.ADMIN);
    assertThat(accounts.find("admin")).contains(Account.ADMIN);
    assertThat(accounts.passwordHash("admin")).isEmpty();
    assertThat(accounts.add("admin", Role.VIEWER, Set.of(), "hash")).isFalse();
  }

  @Test
  void aTokenOfEveryScopeIsKept() {
    for (Scope scope : Scope.values()) {
      ApiTokens.Made made = tokens.add("admin", scope.text(), scope, Duration.ofDays(1));
      assertThat(tokens.use(made.secret()).map(ApiToken::scope)).contains(scope);
    }
  }

  @Test
  void aUserIsAddedOnceAndFoundAsItWasAdded() {
    assertThat(accounts.add("ann", Role.OPERATOR, Set.of("b", "a"), "hash")).isTrue();
    assertThat(accounts.add("ann", Role.ADMIN, Set.of(), "other")).isFalse();

    assertThat(accounts.find("ann"))
        .contains(new Account("ann", Role.OPERATOR, Set.of("a", "b"), false, 1, clock.instant()));
    assertThat(accounts.passwordHash("ann")).contains("hash");
    assertThat(accounts.find("Ann")).isEmpty();
  }

  @Test
  void aNewPasswordHasANewVersionAndAnotherChangeHasNot() {
    accounts.add("ann", Role.OPERATOR, Set.of("a"), "hash");
    Account ann = accounts.find("ann").orElseThrow();

    accounts.change("ann", now -> now.with(Role.VIEWER, Set.of(), true), Optional.empty());
    assertThat(accounts.find("ann"))
        .contains(new Account("ann", Role.VIEWER, Set.of(), true, 1, clock.instant()));

    accounts.change("ann", now -> now, Optional.of("new"));
    assertThat(accounts.find("ann").orElseThrow().passwordVersion()).isEqualTo(2);
    assertThat(accounts.passwordHash("ann")).contains("new");
  }

  @Test
  void tokensGoWithTheirUser() {
    accounts.add("ann", Role.OPERATOR, Set.of(), "hash");
    tokens.add("ann", "one", Scope.READ, Duration.ofDays(1));
    ApiTokens.Made other = tokens.add("admin", "two", Scope.READ, Duration.ofDays(1));

    accounts.remove("ann", now -> {});

    assertThat(accounts.find("ann")).isEmpty();
    assertThat(tokens.all()).extracting(ApiToken::id).containsExactly(other.token().id());
  }

  @Test
  void aTokenIsKnownByItsSecretUntilItExpiresOrIsRevoked() {
    ApiTokens.Made made = tokens.add("admin", "ci", Scope.SUBMIT, Duration.ofDays(1));
    assertThat(made.secret()).startsWith("mr_").hasSize(46);

    assertThat(tokens.use(made.secret()).orElseThrow().scope()).isEqualTo(Scope.SUBMIT);
    assertThat(tokens.use(made.secret() + "x")).isEmpty();
    assertThat(tokens.use("mr_")).isEmpty();

    clock.pass(Duration.ofDays(1));
    assertThat(tokens.use(made.secret())).isEmpty();
    assertThat(tokens.all()).hasSize(1);

    ApiTokens.Made second = tokens.add("admin", "ci", Scope.SUBMIT, Duration.ofDays(1));
    assertThat(tokens.revoke(second.token().id())).isTrue();
    assertThat(tokens.revoke(second.token().id())).isFalse();
    assertThat(tokens.use(second.secret())).isEmpty();
  }

  @Test
  void theLastUseIsKeptToTheMinute() {
    ApiTokens.Made made = tokens.add("admin", "ci", Scope.READ, Duration.ofDays(1));
    assertThat(tokens.find(made.token().id()).orElseThrow().lastUsedAt()).isNull();
    Instant first = clock.instant();

    tokens.use(made.secret());
    clock.pass(Duration.ofSeconds(30));
    tokens.use(made.secret());
    assertThat(tokens.find(made.token().id()).orElseThrow().lastUsedAt()).isEqualTo(first);

    clock.pass(Duration.ofSeconds(31));
    tokens.use(made.secret());
    assertThat(tokens.find(made.token().id()).orElseThrow().lastUsedAt())
        .isEqualTo(clock.instant());
  }

  @Test
  void noSecretStandsInTheDatabase() {
    ApiTokens.Made made = tokens.add("admin", "ci", Scope.READ, Duration.ofDays(1));

    assertThat(db.jdbc().sql("select * from api_token").query().listOfRows().toString())
        .contains(Secrets.hash(made.secret()))
        .doesNotContain(made.secret().substring(3));
  }

  @Test
  void theAuditLogIsPagedNewestFirstByUserAndTime() {
    for (int i = 0; i < 5; i++) {
      log.add(entry(i % 2 == 0 ? "ann" : "bob", "jobs.cancel", "" + i));
      clock.pass(Duration.ofHours(1));
    }
    List<AuditEntry> all = log.list(filter(Optional.empty(), Instant.EPOCH, Long.MAX_VALUE, 2));
    assertThat(all).extracting(AuditEntry::subject).containsExactly("4", "3");
    assertThat(log.list(filter(Optional.empty(), Instant.EPOCH, all.get(1).id(), 9)))
        .extracting(AuditEntry::subject)
        .containsExactly("2", "1", "0");
    assertThat(
            log.list(
                filter(
                    Optional.of("ann"),
                    clock.instant().minus(Duration.ofHours(3)),
                    Long.MAX_VALUE,
                    9)))
        .extracting(AuditEntry::subject)
        .containsExactly("4", "2");
  }

  @Test
  void whatIsTooLongForTheLogIsCutAndTheRestKept() {
    AuditEntry entry = entry("n".repeat(300), "a".repeat(300), "s".repeat(900));
    log.add(entry);

    AuditEntry kept = log.list(filter(Optional.empty(), Instant.EPOCH, Long.MAX_VALUE, 1)).get(0);
    assertThat(kept.who()).hasSize(200);
    assertThat(kept.subject()).hasSize(500);
    assertThat(kept.after()).isEqualTo("{\"state\":\"CANCELLED\"}");
  }

  @Test
  void whatIsTooOldIsForgottenAndWhatMayComeByTheThousandIsCounted() {
    try (Audit audit = new Audit(log, () -> Optional.of(Duration.ofDays(365)), clock)) {
      audit.record(entry("ann", "jobs.cancel", "old"));
      clock.pass(Duration.ofDays(366));
      for (int i = 0; i < 1_000; i++) {
        audit.record(entry("ann", "sources.messages", "acme"));
      }
      audit.record(entry("ann", "jobs.cancel", "new"));
      audit.tidy();
    }
    List<AuditEntry> kept = log.list(filter(Optional.empty(), Instant.EPOCH, Long.MAX_VALUE, 9));
    assertThat(kept).extracting(AuditEntry::subject).containsExactly("acme", "new");
    assertThat(kept.get(0).times()).isEqualTo(1_000);
  }

  @Test
  void strangersCannotFillTheLog() {
    try (Audit audit = new Audit(log, Optional::empty, clock)) {
      for (int i = 0; i < 100; i++) {
        audit.record(entry("", "jobs.cancel", "1"));
      }
      assertThat(log.list(filter(Optional.empty(), Instant.EPOCH, Long.MAX_VALUE, 9))).isEmpty();
    }
    assertThat(log.list(filter(Optional.empty(), Instant.EPOCH, Long.MAX_VALUE, 9)))
        .extracting(AuditEntry::times)
        .containsExactly(100L);
  }

  private AuditEntry entry(String who, String action, String subject) {
    return new AuditEntry(
        0,
        clock.instant(),
        who,
        "basic",
        "127.0.0.1",
        action,
        subject,
        null,
        "{\"state\":\"CANCELLED\"}",
        "done",
        200,
        1);
  }

  private static AuditLog.Filter filter(
      Optional<String> who, Instant since, long before, int limit) {
    return new AuditLog.Filter(who, since, before, limit);
  }
}
