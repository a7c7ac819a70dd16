package org.millrace.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.millrace.manager.settings.Settings;
import org.millrace.manager.settings.SettingsFile;

/** Holds docs/scheduling.md to what the commands print. */
class SchedulingGuideTest {
  private static final Path ROOT = Path.of("..");
  private static final Path GUIDE = ROOT.resolve("docs/scheduling.md");

  @Test
  void everySimulationPrintsWhatTheGuideShows() throws IOException {
    List<String> blocks = blocks("console");

    assertThat(blocks).hasSize(4);
    for (String block : blocks) {
      String[] words = block.lines().findFirst().orElseThrow().split(" ");
      assertThat(words).startsWith("$", "./millrace", "simulate");
      Object[] args = List.of(words).subList(2, words.length).toArray();
      args[1] = ROOT.resolve(words[3]);

      Run run = Run.command(args);

      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.out()).isEqualTo(block.substring(block.indexOf('\n') + 1));
    }
  }

  @Test
  void everyPictureIsWhatTheSimulatorDraws() throws IOException {
    List<MatchResult> pictures =
        Pattern.compile("!\\[[^]]*]\\((pictures/(\\w+?)(?:-(fair))?\\.svg)\\)")
            .matcher(Files.readString(GUIDE))
            .results()
            .toList();

    assertThat(pictures).hasSize(4);
    for (MatchResult picture : pictures) {
      Path drawn = Files.createTempFile("picture", ".svg");
      List<Object> args = new ArrayList<>(List.of("simulate", workload(picture.group(2))));
      args.addAll(List.of("--picture", drawn));
      if (picture.group(3) != null) {
        args.addAll(List.of("--policy", picture.group(3)));
      }
      assertThat(Run.command(args.toArray()).exit()).isZero();
      assertThat(ROOT.resolve("docs").resolve(picture.group(1))).hasSameTextualContentAs(drawn);
      Files.delete(drawn);
    }
  }

  private static Path workload(String name) {
    return ROOT.resolve("docs/examples/simulation/" + name + ".json");
  }

  @Test
  void theSettingsOfTheGuideAreValid() throws IOException {
    Path file = Files.createTempFile("guide", ".yaml");
    try {
      Files.writeString(file, blocks("yaml").get(0));
      try (SettingsFile settings = SettingsFile.open(file, Set.of())) {
        Settings read = settings.get();
        assertThat(read.scheduler().queues())
            .containsKeys("root.partners", "root.partners.acme", "root.reports");
      }
    } finally {
      Files.delete(file);
    }
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(GUIDE))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
