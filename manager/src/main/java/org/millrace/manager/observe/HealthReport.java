package org.millrace.manager.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at all parts at once, each for three seconds at most, and gives the same answer to all who
 * ask within a second. A part whose last look still hangs is not looked at again. Thread-safe.
 */
public final class HealthReport implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 3_000;
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final List<HealthCheck> checks;
  private final Clock clock;
  private final Map<String, CompletableFuture<Health>> looks = new LinkedHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "health");
            thread.setDaemon(true);
            return thread;
          });
  private Instant at = Instant.MIN;
  private Map<String, Health> parts = Map.of();

  public HealthReport(List<HealthCheck> checks, Clock clock) {
    this.checks = List.copyOf(checks);
    this.clock = clock;
  }

  /** Every part by name. */
  public synchronized Map<String, Health> parts() {
    Instant now = clock.instant();
    if (at.plus(FRESH).isBefore(now)) {
      for (HealthCheck each : checks) {
        CompletableFuture<Health> last = looks.get(each.name());
        if (last == null || last.isDone()) {
          looks.put(each.name(), CompletableFuture.supplyAsync(() -> look(each), threads));
        }
      }
      parts = gather(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
      at = clock.instant();
    }
    return parts;
  }

  /** The worst of all parts; with {@code neededOnly} of those without which nothing goes. */
  public Health.Status status(boolean neededOnly) {
    Map<String, Health> now = parts();
    return checks.stream()
        .filter(each -> !neededOnly || each.needed())
        .map(each -> now.get(each.name()).status())
        .max(Enum::compareTo)
        .orElse(Health.Status.UP);
  }

  private Map<String, Health> gather(long deadline) {
    Map<String, Health> found = new LinkedHashMap<>();
    looks.forEach((name, look) -> found.put(name, result(look, deadline - System.nanoTime())));
    return found;
  }

  private static Health result(CompletableFuture<Health> look, long nanos) {
    try {
      return look.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Health.down("has not answered for " + PATIENCE_MILLIS / 1000 + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Health.down("was not looked at to the end");
    } catch (java.util.concurrent.ExecutionException e) {
      return Health.down(String.valueOf(e.getCause().getMessage()));
    }
  }

  private static Health look(HealthCheck check) {
    try {
      return check.look().call();
    } catch (Exception | LinkageError e) {
      return Health.down(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
