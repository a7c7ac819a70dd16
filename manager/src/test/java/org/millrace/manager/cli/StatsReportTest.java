package org.millrace.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatsReportTest {
  private static final String ANSWER =
      """
      {"from":"2026-11-21T13:00:00Z","stepSeconds":60,"series":[
       {"name":"root.acme","in":[5,0,7],"done":[4,0,8],"failed":[1,0,0],"dead":[0,0,1],
        "bytes":[1024,0,1024],"runP50Ms":[1,null,2],"runP95Ms":[3.4,null,850],
        "waitP50Ms":[null,null,null],"waitP95Ms":[null,null,null],
        "waiting":[9,3.4,null],"running":[1,1,null]}]}
      """;

  @Test
  void sumsTheWorstTimesTheLastBacklogAndBarsStandInALine() throws IOException {
    StringWriter text = new StringWriter();
    new StatsReport(Spark.Style.UNICODE)
        .print("queue", Json.list(Json.object(ANSWER), "series"), new PrintWriter(text, true));

    List<String> lines = text.toString().lines().toList();
    assertThat(lines.get(0)).startsWith("QUEUE ").endsWith("DONE OVER TIME");
    assertThat(lines.get(1).split(" {2,}"))
        .containsExactly("root.acme", "12", "12", "1", "1", "2.0 KiB", "850 ms", "-", "3", "▄ █");
  }

  @Test
  void barsFitTheirWidthAndALittleIsSeen() {
    double[] hour = new double[60];
    hour[0] = 10_000;
    hour[59] = 1;
    assertThat(Spark.draw(hour, 30, Spark.Style.PLAIN)).hasSize(30).startsWith("@ ").endsWith(" .");
    assertThat(Spark.draw(new double[] {0, 0}, 30, Spark.Style.PLAIN)).isEqualTo("  ");
  }
}
