package org.millrace.manager.console;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.millrace.engine.ledger.Job;
import org.millrace.engine.ledger.JobLedger;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.manager.api.Jobs;
import org.millrace.manager.api.PublishedResults;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows the beginning of a result: a CSV as a table, everything else as text. */
@RestController
final class ResultPage {
  private static final int ROWS = 1000;
  private static final int TEXT = 256 * 1024;

  /** Of a CSV no more is read than this, however few lines that are. */
  private static final long MOST = 4L << 20;

  private final Pages pages;
  private final JobLedger ledger;
  private final PublishedResults results;
  private final ObjectStore objects;

  ResultPage(Pages pages, JobLedger ledger, PublishedResults results, ObjectStore objects) {
    this.pages = pages;
    this.ledger = ledger;
    this.results = results;
    this.objects = objects;
  }

  @GetMapping("/jobs/{id}/results/{name}")
  ResponseEntity<String> result(
      @PathVariable String id, @PathVariable String name, HttpServletRequest request)
      throws IOException {
    Job job = Jobs.find(ledger, id);
    ObjectRef result = results.find(job, name);
    Map<String, Object> model = new HashMap<>();
    model.put("job", job.id());
    model.put("name", name);
    model.put("size", result.size());
    model.put("rows", null);
    model.put("text", null);
    model.put("cut", false);
    if (!name.toLowerCase(Locale.ROOT).endsWith(".csv") || !table(result, model)) {
      try (InputStream in = objects.read(result, 0, TEXT)) {
        model.put("text", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        model.put("cut", result.size() > TEXT);
      }
    }
    return pages.page(request, "result", model);
  }

  /** False when it is no CSV after all. */
  private boolean table(ObjectRef result, Map<String, Object> model) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean more = result.size() > MOST;
    try (InputStream in = objects.read(result, 0, Math.min(result.size(), MOST));
        CsvReader<CsvRecord> csv =
            CsvReader.builder().ofCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (CsvRecord record : csv) {
        if (rows.size() > ROWS) {
          more = true;
          break;
        }
        rows.add(record.getFields());
      }
    } catch (CsvParseException e) {
      return false;
    }
    if (rows.isEmpty()) {
      return false;
    }
    model.put("columns", rows.get(0));
    model.put("rows", rows.subList(1, rows.size()));
    model.put("cut", more);
    return true;
  }
}
