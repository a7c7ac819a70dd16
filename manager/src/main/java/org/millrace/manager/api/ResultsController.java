package org.millrace.manager.api;

import java.io.IOException;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
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
  private final JobLedger ledger;
  private final ObjectStore objects;
  private final PublishedResults results;

  ResultsController(JobLedger ledger, ObjectStore objects, PublishedResults results) {
    this.ledger = ledger;
    this.objects = objects;
    this.results = results;
  }

  @GetMapping("/api/v1/jobs/{id}/results/{name}")
  ResponseEntity<InputStreamResource> download(@PathVariable String id, @PathVariable String name)
      throws IOException {
    Job job = Jobs.find(ledger, id);
    ObjectRef result = results.find(job, name);
    return ResponseEntity.ok()
        .contentLength(result.size())
        .contentType(MediaTypeFactory.getMediaType(name).orElse(MediaType.APPLICATION_OCTET_STREAM))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(name).build().toString())
        .body(new InputStreamResource(objects.read(result, 0, result.size())));
  }
}
