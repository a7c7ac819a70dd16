package org.millrace.manager.api;

import java.io.IOException;
import java.util.List;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.ledger.JobResult;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.manager.errors.DidYouMean;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Gives the bytes of a job's results. */
@RestController
final class ResultsController {
  private static final String BUCKET = "results";

  private final JobLedger ledger;
  private final ObjectStore objects;

  ResultsController(JobLedger ledger, ObjectStore objects) {
    this.ledger = ledger;
    this.objects = objects;
  }

  @GetMapping("/api/v1/jobs/{id}/results/{name}")
  ResponseEntity<InputStreamResource> download(@PathVariable String id, @PathVariable String name)
      throws IOException {
    Job job = Jobs.find(ledger, id);
    ObjectRef result = published(job, name);
    return ResponseEntity.ok()
        .contentLength(result.size())
        .contentType(MediaTypeFactory.getMediaType(name).orElse(MediaType.APPLICATION_OCTET_STREAM))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(new InputStreamResource(objects.read(result, 0, result.size())));
  }

  /** Only what the job lists: no key is built from a name that somebody made up. */
  private ObjectRef published(Job job, String name) throws IOException {
    List<String> names = job.results().stream().map(JobResult::name).toList();
    if (!names.contains(name)) {
      throw ApiException.notFound(
          "result of job " + job.id(),
          "must be one that the job has published",
          name,
          DidYouMean.remedy(name, names));
    }
    return objects
        .find(BUCKET, job.id() + "/" + name)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "result " + name + " of job " + job.id(),
                    "was published, but has been deleted from bucket " + BUCKET,
                    "",
                    "submit the input again"));
  }
}
