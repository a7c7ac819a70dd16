package org.millrace.engine.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.millrace.engine.db.Database;
import org.millrace.engine.ledger.Completion;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.node.Role;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.QueryTimeoutException;

/** What drives an engine inside its process: the cycle, and the ending of jobs. */
final class Life {
  private static final long PERIOD = 500_000_000;

  private final SimulatedProcess process;
  private final Baton baton;

  Life(SimulatedProcess process) {
    this.process = process;
    this.baton = process.baton;
  }

  void begin(Set<Role> roles) {
    process.driving++;
    // One that cannot start ends, and is started again.
    if (!attempt("start", process.engine::start)) {
      baton.kill(process);
    } else if (roles.contains(Role.MANAGER) && !process.stopping) {
      drive("cycle", this::cycle);
      drive("complete", this::complete);
    }
    process.driving--;
  }

  private void drive(String name, Runnable work) {
    process.driving++;
    baton.spawn(
        process,
        name,
        () -> {
          work.run();
          process.driving--;
        });
  }

  private void cycle() {
    while (!process.stopping) {
      attempt("cycle", process.engine.dispatcher()::dispatch);
      if (!process.rung("cycle")) {
        baton.await("cycle", PERIOD);
      }
    }
  }

  private void complete() {
    while (!process.stopping) {
      if (process.engine.isLeader()) {
        attempt("complete", this::endJobs);
      }
      baton.sleep(PERIOD);
    }
  }

  private void endJobs() {
    Completion completion = process.engine.completion();
    List<Long> published = new ArrayList<>();
    for (long id : completion.ready()) {
      try {
        completion.publish(id);
        published.add(id);
      } catch (IOException e) {
        baton.violation("job " + id + " could not be published: " + e);
      }
    }
    completion.complete(published);
    List<Job> ended = completion.untidied();
    for (Job job : ended) {
      try {
        completion.removeIntermediate(job);
      } catch (IOException e) {
        baton.violation("job " + job.id() + " could not be tidied: " + e);
      }
    }
    completion.tidied(ended);
  }

  /** A lost connection, a lock or a row that another took are nothing new; all else is. */
  private boolean attempt(String what, Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException e) {
      // Whoever begins a transaction wraps even the error that ends a thread.
      process.check();
      baton.log(what + " failed: " + e.getMessage());
      if (!expected(e)) {
        baton.violation(process.name + ": " + what + " failed: " + e);
      }
      return false;
    }
  }

  static boolean expected(Throwable e) {
    return Database.unreachable(e)
        || e instanceof ConcurrencyFailureException
        || e instanceof QueryTimeoutException;
  }
}
