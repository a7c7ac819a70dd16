package org.millrace.routes.intake;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.routes.intake.Sources.Watched;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Watches buckets and opens a job for every object that comes. Objects are discovered by listing
 * and never downloaded, moved or deleted here.
 *
 * <p><b>Guarantees.</b> Every version that stays {@code quiet} long enough becomes exactly one job,
 * however often it is listed and however many watches there are: the ledger decides. A version
 * overwritten or deleted before that becomes none. An object is taken when its listing has not
 * changed between two polls, its last change is at least {@code quiet} ago and nobody has it open
 * for writing. Names that begin with a dot, at any depth, or end in {@code .part} or {@code .tmp}
 * are never taken.
 *
 * <p>The S3 client that lists is looked up in the registry as {@link #CLIENT}. Where it gives
 * ETags, they must be those of the object store.
 */
public final class BucketWatch extends RouteBuilder {

  /** Name in the registry of the {@code S3Client} that lists. */
  public static final String CLIENT = "millraceS3Client";

  public static final String ROUTE_ID = "intake-bucket-watch";

  private static final String PLACE = "MillraceWatched";

  /**
   * Each request names its own bucket; the one in the address is only where the endpoint starts.
   */
  private static final String LIST =
      "aws2-s3://"
          + Source.INBOX
          + "?operation=listObjects&pojoRequest=true&amazonS3Client=#"
          + CLIENT;

  private final Timing timing;
  private final WatchPoll poll;

  /**
   * @param poll rest between two polls; a quarter of it while an object waits to be taken, and
   *     longer when a poll takes more than a fifth of it
   * @param quiet how long an object must not have changed
   */
  public record Timing(Duration poll, Duration quiet) {
    /** Rest before an object that waits is looked at again. */
    Duration confirm() {
      return poll.dividedBy(4);
    }

    /** How often it is asked whether a poll is due. */
    Duration tick() {
      Duration tenth = poll.dividedBy(10);
      return tenth.toMillis() < 1 ? Duration.ofMillis(1) : tenth;
    }

    public static Timing standard() {
      return new Timing(Duration.ofMillis(200), Duration.ofMillis(500));
    }
  }

  /**
   * @param sources asked at every poll, so that changed settings hold from the next one on
   * @param hint whether something may have come since it was last asked: then the next poll does
   *     not wait for its time
   */
  public BucketWatch(
      Timing timing,
      Supplier<Sources> sources,
      ObjectStore objects,
      BeingWritten beingWritten,
      BooleanSupplier hint,
      JobLedger ledger,
      Clock clock) {
    this.timing = timing;
    this.poll =
        new WatchPoll(
            sources,
            new OpenJobs(objects, beingWritten, ledger, clock),
            new Candidates(timing.quiet()),
            timing,
            hint,
            clock);
  }

  @Override
  public void configure() {
    onException(Exception.class).handled(true).process(exchange -> poll.abandoned(cause(exchange)));

    from("timer:" + ROUTE_ID + "?delay=0&period=" + timing.tick().toMillis())
        .routeId(ROUTE_ID)
        .filter(exchange -> poll.due())
        .process(exchange -> exchange.getMessage().setBody(poll.begin()))
        .split(body())
        .setProperty(PLACE, body())
        .process(exchange -> exchange.getMessage().setBody(poll.firstPage(place(exchange))))
        .doTry()
        .loopDoWhile(body().isInstanceOf(ListObjectsRequest.class))
        .to(LIST)
        .process(this::page)
        .end()
        .endDoTry()
        .doCatch(Exception.class)
        .process(this::failed)
        .end()
        .end()
        .process(exchange -> poll.end(() -> !exchange.getContext().isStopping()))
        .end();
  }

  private void page(Exchange exchange) {
    @SuppressWarnings("unchecked")
    List<S3Object> page = exchange.getMessage().getBody(List.class);
    exchange.getMessage().setBody(poll.page(place(exchange), page).orElse(null));
  }

  private void failed(Exchange exchange) {
    poll.failed(place(exchange), cause(exchange));
  }

  private static Exception cause(Exchange exchange) {
    return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
  }

  private static Watched place(Exchange exchange) {
    return exchange.getProperty(PLACE, Watched.class);
  }
}
