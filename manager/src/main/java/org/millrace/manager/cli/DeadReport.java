package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints dead letters for people. */
final class DeadReport {
  private static final int HEX_LINE = 64;
  private static final int OTHER_COLUMNS = 60;
  private static final int SHORTEST_ERROR = 40;

  private DeadReport() {}

  static void list(Map<String, Object> page, PrintWriter out) {
    List<Map<String, Object>> letters = Json.list(page, "letters");
    if (letters.isEmpty()) {
      out.println("No dead tasks.");
      return;
    }
    int room = Math.max(SHORTEST_ERROR, Terminal.columns() - OTHER_COLUMNS);
    Table table =
        new Table(
            Set.of("ID", "JOB", "ATTEMPTS"),
            "ID",
            "JOB",
            "STAGE",
            "QUEUE",
            "ATTEMPTS",
            "DIED",
            "ERROR");
    for (Map<String, Object> letter : letters) {
      String error = Json.text(letter, "error");
      table.row(
          Json.text(letter, "id"),
          Json.text(letter, "job"),
          Json.text(letter, "stage"),
          Json.text(letter, "queue"),
          Json.text(letter, "attempts"),
          Human.time(Json.text(letter, "diedAt")),
          Terminal.present() && error.length() > room ? error.substring(0, room - 1) + "…" : error);
    }
    table.print(out, Terminal::state);
    long total = Json.number(page, "total");
    if (total > letters.size()) {
      out.println();
      out.println(letters.size() + " of " + Human.count(total, "dead task") + next(page));
    }
  }

  static void one(Map<String, Object> detail, PrintWriter out) {
    Map<String, Object> letter = Json.map(detail, "letter");
    out.println("Dead letter " + Json.text(letter, "id") + " of job " + Json.text(letter, "job"));
    out.println("  Stage      " + Json.text(letter, "stage"));
    out.println("  Queue      " + Json.text(letter, "queue"));
    out.println("  Task       " + Json.text(detail, "task"));
    out.println("  Died       " + Human.time(Json.text(letter, "diedAt")));
    Json.map(detail, "headers").forEach((name, value) -> out.println("  " + name + ": " + value));
    out.println();
    Table attempts = new Table(Set.of("ATTEMPT"), "ATTEMPT", "AT", "WORKER", "ERROR");
    Json.list(detail, "history")
        .forEach(
            each ->
                attempts.row(
                    Json.number(each, "attempt") == 0 ? "edit" : Json.text(each, "attempt"),
                    Human.time(Json.text(each, "at")),
                    Json.text(each, "node"),
                    Json.text(each, "error").replace("\n", " ")));
    attempts.print(out, Terminal::state);
    out.println();
    body(Json.map(detail, "body"), out);
  }

  private static void body(Map<String, Object> body, PrintWriter out) {
    String text = Json.text(body, "text");
    String encoding = Json.text(body, "encoding");
    out.println(
        "Body ("
            + Json.text(body, "type")
            + ", "
            + Human.size(Json.number(body, "size"))
            + (Boolean.TRUE.equals(body.get("cut")) ? ", the beginning" : "")
            + (encoding.equals("object") ? ", in an object" : "")
            + "):");
    if (encoding.equals("hex")) {
      for (int at = 0; at < text.length(); at += HEX_LINE) {
        out.println(text.substring(at, Math.min(text.length(), at + HEX_LINE)));
      }
    } else {
      out.println(text);
    }
  }

  private static String next(Map<String, Object> page) {
    String next = Json.text(page, "next");
    return next.isEmpty() ? "" : "; the next page: --before " + next;
  }
}
