package org.millrace.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.support.SteeredSystem;

/** The command line finds jobs by what the API finds them by. */
class JobFilterIT {
  @TempDir static Path dir;

  private static SteeredSystem system;
  private static long anns;
  private static long others;

  @BeforeAll
  static void start() throws Exception {
    system = SteeredSystem.in(dir);
    anns = submit("ann", "root.team.ann", "acme", "ann's.log");
    others = submit("bob", "root.other", "others", "other.log");
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  @Test
  void eachFilterLeavesWhatItHolds() throws Exception {
    assertThat(found("--source", "acme")).containsExactly(anns);
    assertThat(found("--queue", "root.team")).containsExactly(anns);
    assertThat(found("--pipeline", "b2b-logs")).containsExactly(others, anns);
    assertThat(found("--pipeline", "nothing")).isEmpty();
    assertThat(found("--text", "OTHER.LOG")).containsExactly(others);
    assertThat(found("--text", "ann's & co")).isEmpty();
    assertThat(found("--since", "1h")).containsExactly(others, anns);
    assertThat(found("--until", "1h")).isEmpty();
    assertThat(found("--source", "acme", "--queue", "root.other")).isEmpty();
  }

  @Test
  void whatIsNotFoundIsSaidAndWhereTheRestIs() {
    assertThat(command("--text", "nowhere").out())
        .contains("No such job.")
        .doesNotContain("Drop a file");
    assertThat(command("--limit", "1").out()).contains("More with --before " + others);
  }

  @Test
  void whatTheApiRefusesIsSaid() {
    Run run = command("--since", "yesterday");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("yesterday");
  }

  private static List<Long> found(String... filter) throws Exception {
    String[] words = new String[filter.length + 1];
    System.arraycopy(filter, 0, words, 0, filter.length);
    words[filter.length] = "--json";
    Run run = command(words);
    assertThat(run.exit()).as(run.err()).isZero();
    List<Map<String, Object>> jobs = Json.list(Json.object(run.out()), "jobs");
    return jobs.stream().map(job -> Json.number(job, "id")).toList();
  }

  private static Run command(String... words) {
    Object[] all = new Object[words.length + 3];
    all[0] = "jobs";
    all[1] = "--home";
    all[2] = dir;
    System.arraycopy(words, 0, all, 3, words.length);
    return Run.command(all);
  }

  private static long submit(String user, String queue, String source, String name)
      throws Exception {
    String address =
        "/api/v1/jobs?name=%s&source=%s&queue=%s"
            .formatted(name.replace("'", "%27"), source, queue);
    return new ObjectMapper()
        .readTree(system.post(user, address, "line\n").body())
        .path("id")
        .asLong();
  }
}
