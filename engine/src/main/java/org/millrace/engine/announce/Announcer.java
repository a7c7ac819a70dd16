package org.millrace.engine.announce;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of jobs' ends, at least once, until they are taken or a day has passed: again after 5 s, 10
 * s and so on up to an hour. One target that hangs does not hold up another. One process does it,
 * the one that leads; it looks once a second. Thread-safe.
 */
public final class Announcer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int AT_ONCE = 4;
  private static final long PERIOD_MILLIS = 1_000;

  private final Announcements announcements;
  private final Supplier<List<Webhook>> webhooks;
  private final Optional<Topic> topic;
  private final BooleanSupplier topicWanted;
  private final BooleanSupplier leads;
  private final Clock clock;
  private final Duration patience;
  private final Duration firstPause;
  private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> busy = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;
  private WebhookClient client;
  private long rounds;

  /** The broker's side. */
  public interface Topic {
    /**
     * Publishes a body; it is kept for those who subscribe when this returns.
     *
     * @throws RuntimeException it may not have been
     */
    void publish(String json);
  }

  /**
   * @param webhooks those of the settings now
   * @param topic empty where there is no broker
   * @param topicWanted whether ends are published there
   */
  public Announcer(
      Announcements announcements,
      Supplier<List<Webhook>> webhooks,
      Optional<Topic> topic,
      BooleanSupplier topicWanted,
      BooleanSupplier leads,
      Clock clock) {
    this(announcements, webhooks, topic, topicWanted, leads, clock, PATIENCE, FIRST_PAUSE);
  }

  Announcer(
      Announcements announcements,
      Supplier<List<Webhook>> webhooks,
      Optional<Topic> topic,
      BooleanSupplier topicWanted,
      BooleanSupplier leads,
      Clock clock,
      Duration patience,
      Duration firstPause) {
    this.announcements = announcements;
    this.webhooks = webhooks;
    this.topic = topic;
    this.topicWanted = topicWanted;
    this.leads = leads;
    this.clock = clock;
    this.patience = patience;
    this.firstPause = firstPause;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "announcer");
              thread.setDaemon(true);
              return thread;
            });
  }

  public void start() {
    timer.scheduleWithFixedDelay(this::round, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Whether anybody is to be told. */
  public boolean wanted() {
    return !webhooks.get().isEmpty() || topicIsWanted();
  }

  /** One look. */
  void round() {
    try {
      // Also when nobody wants to know any more, now and then: what was noted before goes.
      if (leads.getAsBoolean() && (wanted() || rounds++ % 60 == 0)) {
        while (announcements.spread(webhooks.get(), topicIsWanted()) > 0) {}
        tell();
        if (rounds % 3600 == 0) {
          announcements.forget();
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("Jobs' ends were not told, trying again: {}", e.getMessage());
    }
  }

  /** The oldest of each target first, so many at a time. */
  private void tell() {
    Map<String, Deque<Announcement>> byTarget = new HashMap<>();
    for (Announcement each : announcements.due()) {
      if (!underWay.contains(each.id())) {
        byTarget.computeIfAbsent(each.target(), target -> new ArrayDeque<>()).add(each);
      }
    }
    byTarget.forEach(
        (target, due) -> {
          if (target.equals(Announcement.TOPIC)) {
            publish(due);
          } else {
            post(target, due);
          }
        });
  }

  private void publish(Deque<Announcement> due) {
    for (Announcement each : due) {
      if (topic.isEmpty() || !topicWanted.getAsBoolean()) {
        announcements.giveUp(each.id(), "jobEvents is no longer true in the settings");
        continue;
      }
      try {
        topic.get().publish(each.body());
        announcements.told(each.id());
      } catch (RuntimeException e) {
        again(each, "the broker did not take it: " + e.getMessage());
        return;
      }
    }
  }

  private void post(String target, Deque<Announcement> due) {
    Optional<Webhook> hook =
        webhooks.get().stream().filter(each -> each.url().toString().equals(target)).findFirst();
    if (hook.isEmpty()) {
      due.forEach(
          each -> announcements.giveUp(each.id(), "no webhook of the settings has this address"));
      return;
    }
    while (!due.isEmpty() && busy.getOrDefault(target, 0) < AT_ONCE) {
      post(hook.get(), due.remove());
    }
  }

  private void post(Webhook hook, Announcement what) {
    String target = what.target();
    underWay.add(what.id());
    busy.merge(target, 1, Integer::sum);
    client()
        .post(hook, what)
        .handle(
            (status, failure) -> {
              try {
                if (failure == null && status >= 200 && status < 300) {
                  announcements.told(what.id());
                } else {
                  again(what, failure == null ? answered(status) : reason(failure));
                }
              } catch (RuntimeException e) {
                LOG.warn("{} may be told again of job {}: {}", target, what.jobId(), e.toString());
              } finally {
                busy.merge(target, -1, Integer::sum);
                underWay.remove(what.id());
              }
              return null;
            });
  }

  private void again(Announcement what, String error) {
    LOG.info("{} was not told of job {}, trying again: {}", what.target(), what.jobId(), error);
    announcements.again(what.id(), pause(what.attempts()), error);
  }

  private Duration pause(int attempts) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(20, attempts));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static String answered(int status) {
    return "answered " + status + (status / 100 == 3 ? "; redirects are not followed" : "");
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    // The client's own time for an answer, or ours for all of it: whichever is over first.
    if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
      return "did not answer in time";
    }
    if (cause instanceof ConnectException) {
      // The HTTP client leaves out why; what it wraps, if anything, says it.
      return "cannot be connected to: nothing listens there, or the name is not known";
    }
    return cause.getClass().getSimpleName()
        + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
  }

  /** Made when it is first needed: most systems have no webhook. */
  private synchronized WebhookClient client() {
    if (client == null) {
      client = new WebhookClient(patience, clock);
    }
    return client;
  }

  private boolean topicIsWanted() {
    return topic.isPresent() && topicWanted.getAsBoolean();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
