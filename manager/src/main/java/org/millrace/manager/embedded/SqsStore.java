package org.millrace.manager.embedded;

import java.util.function.Consumer;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import scala.Option;
import scala.collection.immutable.List$;

/**
 * What ElasticMQ keeps in an H2 file. After a failed write it would be begun anew, as actors are,
 * without its queues or not at all, and the server take nothing more until somebody restarts it. So
 * whoever owns the server is told, to begin all of it anew.
 */
final class SqsStore extends SqlQueuePersistenceActor {
  private final Consumer<Throwable> failed;

  /**
   * @param failed called by a thread that must not wait for the server
   */
  SqsStore(String url, Consumer<Throwable> failed) {
    super(
        new SqlQueuePersistenceConfig(true, "org.h2.Driver", url, "millrace", "", false),
        List$.MODULE$.empty());
    this.failed = failed;
  }

  @Override
  public void preRestart(Throwable reason, Option<Object> message) throws Exception {
    context().stop(self());
    failed.accept(reason);
    super.preRestart(reason, message);
  }
}
