package org.millrace.processors.logs;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.millrace.engine.task.TaskContext;

/** Writes the three result objects, row by row. */
final class ResultFiles {
  private final TaskContext context;

  ResultFiles(TaskContext context) {
    this.context = context;
  }

  /** Takes a reject and the number of its line in the input. */
  interface RejectSink {
    void accept(long line, Reject reject) throws IOException;
  }

  /** Gives rejects in the order of their lines. */
  interface RejectSource {
    void forEach(RejectSink sink) throws IOException;
  }

  void summaryCsv(GroupMerge groups) throws IOException {
    context.result(
        "summary.csv",
        out ->
            csv(
                out,
                csv -> {
                  csv.writeRecord("source", "hour", "outcome", "records", "bytes");
                  groups.forEach(
                      group ->
                          csv.writeRecord(
                              context.source(),
                              group.hourText(),
                              group.outcomeText(),
                              Long.toString(group.records()),
                              Long.toString(group.bytes())));
                }));
  }

  void rejectsCsv(RejectSource rejects) throws IOException {
    context.result(
        "rejects.csv",
        out ->
            csv(
                out,
                csv -> {
                  csv.writeRecord("line", "reason", "text");
                  rejects.forEach(
                      (line, reject) ->
                          csv.writeRecord(Long.toString(line), reject.reason(), reject.text()));
                }));
  }

  void summaryJson(GroupMerge groups, Totals totals) throws IOException {
    context.result(
        "summary.json",
        out -> {
          JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
          json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
          json.writeStartObject();
          json.writeStringField("job", context.jobId());
          json.writeStringField("source", context.source());
          json.writeStringField("format", totals.format());
          json.writeArrayFieldStart("rows");
          groups.forEach(group -> row(json, group));
          json.writeEndArray();
          totals(json, totals);
          json.writeEndObject();
          json.close();
        });
  }

  private void row(JsonGenerator json, Group group) throws IOException {
    json.writeStartObject();
    json.writeStringField("source", context.source());
    json.writeStringField("hour", group.hourText());
    json.writeStringField("outcome", group.outcomeText());
    json.writeNumberField("records", group.records());
    json.writeNumberField("bytes", group.bytes());
    json.writeEndObject();
  }

  private static void totals(JsonGenerator json, Totals totals) throws IOException {
    json.writeObjectFieldStart("totals");
    json.writeNumberField("records", totals.records());
    json.writeNumberField("rejects", totals.rejects());
    json.writeNumberField("lines", totals.records() + totals.rejects());
    json.writeNumberField("bytes", totals.bytes());
    json.writeEndObject();
    json.writeObjectFieldStart("flags");
    json.writeNumberField("dstGap", totals.flags().dstGap());
    json.writeNumberField("dstOverlap", totals.flags().dstOverlap());
    json.writeNumberField("yearAssumed", totals.flags().yearAssumed());
    json.writeEndObject();
    json.writeObjectFieldStart("timings");
    json.writeNumberField("chunks", totals.chunks());
    json.writeNumberField("parseSeconds", totals.parseSeconds());
    json.writeNumberField("summariseSeconds", totals.summariseSeconds());
    json.writeEndObject();
  }

  /** Lines end in LF, for awk and sort. */
  private static void csv(OutputStream out, Rows rows) throws IOException {
    try {
      CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
      rows.writeTo(csv);
      csv.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private interface Rows {
    void writeTo(CsvWriter csv) throws IOException;
  }
}
