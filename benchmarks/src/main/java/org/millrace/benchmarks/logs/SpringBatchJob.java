package org.millrace.benchmarks.logs;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.JobExecution;
import org.springframework.batch.core.JobParameters;
import org.springframework.batch.core.Step;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.item.ItemProcessor;
import org.springframework.batch.item.file.FlatFileItemReader;
import org.springframework.batch.item.file.builder.FlatFileItemReaderBuilder;
import org.springframework.batch.item.file.mapping.PassThroughLineMapper;
import org.springframework.batch.support.transaction.ResourcelessTransactionManager;
import org.springframework.core.io.FileSystemResource;

/** One chunk-oriented step with no database, which is the fastest Spring Batch has. */
final class SpringBatchJob {
  private static final int CHUNK = 1000;

  private SpringBatchJob() {}

  static Summary sum(Path file) throws Exception {
    Summary summary = Summary.empty();
    AtomicLong rejects = new AtomicLong();
    ItemProcessor<String, Regex.Access> parse =
        line -> {
          Regex.Access access = Regex.parse(line).orElse(null);
          if (access == null && !line.isEmpty()) {
            rejects.incrementAndGet();
          }
          return access;
        };
    ResourcelessJobRepository repository = new ResourcelessJobRepository();
    Step step =
        new StepBuilder("sum", repository)
            .<String, Regex.Access>chunk(CHUNK, new ResourcelessTransactionManager())
            .reader(reader(file))
            .processor(parse)
            .writer(
                chunk ->
                    chunk.forEach(each -> summary.add(each.hour(), each.status(), 1, each.bytes())))
            .build();
    TaskExecutorJobLauncher launcher = new TaskExecutorJobLauncher();
    launcher.setJobRepository(repository);
    launcher.afterPropertiesSet();
    JobExecution execution =
        launcher.run(new JobBuilder("logs", repository).start(step).build(), new JobParameters());
    if (execution.getStatus() != BatchStatus.COMPLETED) {
      throw new IllegalStateException("Spring Batch ended with " + execution);
    }
    return summary.withRejects(rejects.get());
  }

  private static FlatFileItemReader<String> reader(Path file) {
    return new FlatFileItemReaderBuilder<String>()
        .name("lines")
        .resource(new FileSystemResource(file))
        .lineMapper(new PassThroughLineMapper())
        .comments()
        .saveState(false)
        .build();
  }
}
