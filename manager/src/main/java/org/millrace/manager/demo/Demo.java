package org.millrace.manager.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobLedger.JobFilter;
import org.millrace.engine.ledger.JobState;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.manager.api.Progress;
import org.millrace.manager.home.Home;
import org.millrace.processors.logs.SampleLogs;

/**
 * Drops three partners' logs into the inbox, watches their jobs, prints what they found. Blocks
 * until all have ended. The same lines at every run; the files' names differ, so that each run's
 * are new jobs.
 */
public final class Demo {
  private static final String INBOX = "inbox";
  private static final long LOOK_EVERY_MILLIS = 200;
  private static final int LATEST_JOBS = 200;

  private final List<Partner> partners;
  private final JobLedger ledger;
  private final ObjectStore objects;
  private final Progress progress;
  private final Clock clock;
  private final PrintWriter out;
  private final boolean terminal;

  public Demo(
      JobLedger ledger,
      ObjectStore objects,
      Progress progress,
      Clock clock,
      PrintWriter out,
      boolean terminal) {
    this(Partner.ALL, ledger, objects, progress, clock, out, terminal);
  }

  Demo(
      List<Partner> partners,
      JobLedger ledger,
      ObjectStore objects,
      Progress progress,
      Clock clock,
      PrintWriter out,
      boolean terminal) {
    this.partners = partners;
    this.ledger = ledger;
    this.objects = objects;
    this.progress = progress;
    this.clock = clock;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * @return whether every job completed
   */
  public boolean run(Home home) throws IOException, InterruptedException {
    List<SampleFile> files = drop();
    List<Job> jobs = watch(files);
    SummaryTable table = new SummaryTable(objects, out);
    for (Job job : jobs) {
      if (job.state() == JobState.COMPLETED) {
        table.print(job);
      } else {
        out.printf(
            "%nJob %d from %s: %s: %s%n",
            job.id(), job.source(), job.state(), job.error().orElse(""));
      }
    }
    farewell(home);
    return jobs.stream().allMatch(job -> job.state() == JobState.COMPLETED);
  }

  private List<SampleFile> drop() throws IOException {
    String run =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneOffset.UTC)
            .format(clock.instant());
    LocalDate yesterday = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1);
    List<SampleFile> files = new ArrayList<>();
    for (Partner partner : partners) {
      String key = partner.name() + "/demo-" + run + ".log";
      SampleLogs.Options options =
          new SampleLogs.Options(
              partner.seed(), partner.lines(), partner.style(), Partner.BROKEN, yesterday);
      SampleLogs.Counts[] counts = new SampleLogs.Counts[1];
      objects.write(INBOX, key, bytes -> counts[0] = SampleLogs.write(bytes, options));
      files.add(new SampleFile(partner, key, counts[0]));
      out.printf(
          "Dropped inbox/%s: %,d lines, %,d of them broken%n",
          key, counts[0].good() + counts[0].broken(), counts[0].broken());
    }
    out.flush();
    return files;
  }

  private List<Job> watch(List<SampleFile> files) throws InterruptedException {
    try (JobBars bars = new JobBars(terminal, out)) {
      while (true) {
        List<Job> jobs = new ArrayList<>();
        for (SampleFile file : files) {
          Optional<Job> job = jobOf(file);
          bars.show(
              file.partner().name(),
              job.map(Job::state).orElse(JobState.ACCEPTED),
              job.map(progress::of).orElse(0.0));
          job.filter(each -> each.state().ended()).ifPresent(jobs::add);
        }
        if (jobs.size() == files.size()) {
          return jobs;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      }
    }
  }

  private Optional<Job> jobOf(SampleFile file) {
    return ledger.list(new JobFilter(List.of(), 0, LATEST_JOBS)).stream()
        .filter(job -> job.input().bucket().equals(INBOX) && job.input().key().equals(file.key()))
        .findFirst();
  }

  private void farewell(Home home) {
    out.printf("%nResults lie in %s/JOB/%n", home.bucket("results"));
    String folder = home.bucket(INBOX).resolve("mycompany").toString();
    out.printf("Now your own log: mkdir -p %s && cp access.log %s/%n", folder, folder);
    out.println("Ctrl-C stops the system.");
    out.flush();
  }
}
