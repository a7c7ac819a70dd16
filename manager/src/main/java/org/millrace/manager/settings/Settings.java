package org.millrace.manager.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.millrace.engine.ledger.RetentionRules;
import org.millrace.engine.transport.push.BrokerAddress;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.SchedulerSettings;

/**
 * What {@code millrace.yaml} says, with the defaults where it says nothing. Immutable.
 *
 * @param sources declared sources by name, in the file's order
 * @param stages overrides of stage options: stage name, then option, then value as written; the
 *     values have been checked
 * @param masters what a job's application master takes of its queue's share, by pipeline
 * @param stores where the ledger and the objects are; read at the start only
 * @param transport how tasks travel to stages that do not say it themselves
 * @param lease how long a process may be silent before its work is given to others; read at the
 *     start only
 * @param node what the containers may use together
 * @param containers tasks at work at once; empty leaves it to the number of cores
 * @param scheduler the queue tree and how it is ordered; valid
 * @param retention how long what has ended is kept
 * @param userQueues parent of the queues that users have of their own; empty for none
 * @param broker of transport push; empty for the embedded one
 * @param hosts names under which the console is reached besides those of this machine itself
 * @param sqs where tasks wait that travel by SQS; read at the start only
 * @param observe how the system is watched from outside
 * @param access who reaches the console and the API, and how
 */
public record Settings(
    Map<String, SourceSettings> sources,
    Map<String, Map<String, String>> stages,
    Map<String, Resources> masters,
    Intake intake,
    StoreSettings stores,
    String transport,
    Duration lease,
    NodeSettings node,
    OptionalInt containers,
    SchedulerSettings scheduler,
    RetentionRules retention,
    Optional<String> userQueues,
    Optional<BrokerAddress> broker,
    List<String> hosts,
    SqsStore sqs,
    ObserveSettings observe,
    AccessSettings access) {

  /** What an empty file says. */
  public static final Settings DEFAULTS =
      new Settings(
          Map.of(),
          Map.of(),
          Map.of(),
          Intake.DEFAULT,
          StoreSettings.EMBEDDED,
          "table",
          Duration.ofSeconds(15),
          NodeSettings.DETECTED,
          OptionalInt.empty(),
          SchedulerDefaults.SETTINGS,
          RetentionRules.DEFAULT,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          SqsStore.EMBEDDED,
          ObserveSettings.DEFAULT,
          AccessSettings.DEFAULT);

  /**
   * @param poll how often watched buckets are listed
   * @param quiet how long an object must not have changed before it is taken
   */
  public record Intake(Duration poll, Duration quiet) {
    static final Intake DEFAULT = new Intake(Duration.ofMillis(200), Duration.ofMillis(500));
  }

  /** The queue of a user's own jobs, where users have such. */
  public Optional<String> queueOfUser(String name) {
    return userQueues.map(parent -> parent + "." + SourceSettings.queueName(name));
  }

  /** The declared source, or the defaults that an undeclared one of this name gets. */
  public SourceSettings source(String name) {
    return Optional.ofNullable(sources.get(name)).orElseGet(() -> SourceSettings.undeclared(name));
  }
}
