package org.millrace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher in a tree of its own, with a JDK that only says how it was called. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "millrace").toAbsolutePath().normalize();

  @TempDir Path dir;

  private Path tree;
  private Path jdk;

  private record Run(long pid, int exit, String output) {}

  @BeforeEach
  void layOut() throws IOException {
    tree = Files.createDirectories(dir.resolve("a tree with spaces"));
    Files.copy(LAUNCHER, tree.resolve("millrace"));
    makeExecutable(tree.resolve("millrace"));
    jdk = jdk("17.0.9", "echo \"pid=$$ locale=$LC_ALL\"; for word; do echo \"<$word>\"; done");
  }

  @Test
  void theScriptParses() throws Exception {
    assertThat(start(List.of("bash", "-n", LAUNCHER.toString()), dir, Map.of()).exit()).isZero();
  }

  @Test
  void clientCommandsGoToTheClientWithSpacesKept() throws Exception {
    built();

    Run run = launch(tree.resolve("millrace"), "submit", "a file.log", "--wait");

    assertThat(run.exit()).isZero();
    assertThat(run.output())
        .contains("<org.millrace.manager.cli.Main>\n<submit>\n<a file.log>\n<--wait>")
        .contains("<-XX:TieredStopAtLevel=1>")
        .contains("<" + tree.resolve("manager/target/dist/lib/millrace-manager-1.jar"))
        .doesNotContain("other.jar");
  }

  @Test
  void parsingLocallyHasEveryJarWithTheClientsFirst() throws Exception {
    built();

    assertThat(launch(tree.resolve("millrace"), "parse", "-").output())
        .contains("<org.millrace.manager.cli.Main>\n<parse>\n<->")
        .containsPattern("millrace-manager-1\\.jar:.*picocli-1\\.jar:.*other\\.jar>");
  }

  @Test
  void serverCommandsGoToTheServerInTheLaunchersOwnProcess() throws Exception {
    built();

    Run run = launch(tree.resolve("millrace"), "up", "--port", "0");

    assertThat(run.output())
        .contains("<org.millrace.manager.Main>\n<up>\n<--port>\n<0>")
        .contains("<-Xmx256m>\n")
        .contains("<-Xmx64m>\n<-Done=1>")
        .contains("other.jar")
        .contains("pid=" + run.pid() + " ");
  }

  @Test
  void helpForAServerCommandComesFromTheServer() throws Exception {
    built();

    assertThat(launch(tree.resolve("millrace"), "help", "up").output())
        .contains("<org.millrace.manager.Main>\n<up>\n<--help>");
    assertThat(launch(tree.resolve("millrace"), "help", "jobs").output())
        .contains("<org.millrace.manager.cli.Main>\n<help>\n<jobs>");
  }

  @Test
  void itIsFoundThroughALinkFromAnyFolder() throws Exception {
    built();
    Path link = Files.createDirectories(dir.resolve("bin dir")).resolve("mr");
    Files.createSymbolicLink(link, Path.of("../a tree with spaces/millrace"));

    assertThat(launch(link, "jobs").output())
        .contains("<org.millrace.manager.cli.Main>\n<jobs>")
        .contains(tree.resolve("manager/target/dist/lib").toString());
  }

  @Test
  void quickStartsArePreparedOnceForEachJdk() throws Exception {
    built();

    assertThat(launch(tree.resolve("millrace"), "jobs").output()).contains("Preparing");
    assertThat(launch(tree.resolve("millrace"), "jobs").output()).doesNotContain("Preparing");
    jdk = jdk("25", "exit 0");
    assertThat(launch(tree.resolve("millrace"), "jobs").output()).contains("Preparing");
  }

  @Test
  void withoutALocaleFileNamesAreUtf8() throws Exception {
    built();
    List<String> command = List.of(tree.resolve("millrace").toString(), "jobs");
    String home = jdk.toString();

    assertThat(
            start(command, dir, Map.of("JAVA_HOME", home, "LC_ALL", "", "LC_CTYPE", "", "LANG", ""))
                .output())
        .contains("locale=C.UTF-8");
    assertThat(start(command, dir, Map.of("JAVA_HOME", home, "LC_ALL", "de_DE.UTF-8")).output())
        .contains("locale=de_DE.UTF-8");
  }

  @Test
  void aMissingJavaIsRefusedWithTheRemedy() throws Exception {
    Path tools = Files.createDirectory(dir.resolve("tools"));
    for (String tool : List.of("bash", "dirname", "readlink")) {
      Files.createSymbolicLink(tools.resolve(tool), which(tool));
    }
    Run run =
        start(
            List.of(tools.resolve("bash").toString(), tree.resolve("millrace").toString(), "jobs"),
            dir,
            Map.of("PATH", tools.toString(), "JAVA_HOME", ""));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output()).contains("install a JDK 17 or later");
  }

  @Test
  void aWrongJavaHomeIsRefusedWithItsValue() throws Exception {
    jdk = dir.resolve("no such jdk");

    Run run = launch(tree.resolve("millrace"), "jobs");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output()).contains("JAVA_HOME").contains(jdk.toString());
  }

  @Test
  void anOldJavaIsRefusedWithItsVersion() throws Exception {
    for (String version : List.of("11.0.2", "1.8.0_412")) {
      jdk = jdk(version, "exit 0");

      Run run = launch(tree.resolve("millrace"), "jobs");

      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.output()).contains("must be version 17 or later, was \"" + version + "\"");
    }
  }

  @Test
  void aFailedBuildShowsTheEndOfItsLog() throws Exception {
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
    executable(tree.resolve("mvnw"), "echo 'cannot find symbol'; exit 1");

    Run run = launch(tree.resolve("millrace"), "jobs");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output())
        .contains("Building Millrace")
        .contains("cannot find symbol")
        .contains(tree.resolve("manager/target/build.log").toString());
  }

  @Test
  void itBuildsOnceAndAgainWhenASourceIsNewer() throws Exception {
    Path source = Files.createDirectories(tree.resolve("engine/src/main")).resolve("A.java");
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
    executable(
        tree.resolve("mvnw"),
        "mkdir -p manager/target/dist/lib; touch manager/target/dist/lib/millrace-manager-1.jar"
            + " manager/target/dist/built");

    assertThat(launch(tree.resolve("millrace"), "jobs").output()).contains("Building");
    assertThat(launch(tree.resolve("millrace"), "jobs").output()).doesNotContain("Building");
    Path built = tree.resolve("manager/target/dist/built");
    Files.writeString(source, "class A {}");
    Files.setLastModifiedTime(
        source, FileTime.fromMillis(Files.getLastModifiedTime(built).toMillis() + 1000));
    assertThat(launch(tree.resolve("millrace"), "jobs").output()).contains("Building");
  }

  @Test
  void callsThatWaitedForOneBuildPrepareItOnceAndAllGoOn() throws Exception {
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
    executable(
        tree.resolve("mvnw"),
        "sleep 1; mkdir -p manager/target/dist/lib; touch manager/target/dist/built;"
            + " for n in $(seq 200); do touch manager/target/dist/lib/$n.jar; done");
    List<CompletableFuture<Run>> calls = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      calls.add(CompletableFuture.supplyAsync(this::jobs));
    }

    List<Run> runs = calls.stream().map(CompletableFuture::join).toList();

    assertThat(runs).allSatisfy(run -> assertThat(run.exit()).as(run.output()).isZero());
    assertThat(runs).filteredOn(run -> run.output().contains("Preparing")).hasSize(1);
    assertThat(launch(tree.resolve("millrace"), "jobs").output()).doesNotContain("Preparing");
  }

  private Run jobs() {
    try {
      return launch(tree.resolve("millrace"), "jobs");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void built() throws IOException {
    Path lib = Files.createDirectories(tree.resolve("manager/target/dist/lib"));
    Files.createFile(lib.resolve("millrace-manager-1.jar"));
    Files.createFile(lib.resolve("picocli-1.jar"));
    Files.createFile(lib.resolve("other.jar"));
    Files.createFile(lib.resolveSibling("built"));
  }

  private Path jdk(String version, String script) throws IOException {
    Path home = Files.createDirectories(dir.resolve("jdk " + version));
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    executable(home.resolve("bin/java"), script);
    executable(home.resolve("bin/javac"), "exit 0");
    return home;
  }

  private Run launch(Path launcher, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    return start(
        command, dir, Map.of("JAVA_HOME", jdk.toString(), "MILLRACE_JAVA_OPTS", "-Xmx64m -Done=1"));
  }

  private static Run start(List<String> command, Path in, Map<String, String> environment)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    return new Run(process.pid(), process.waitFor(), output);
  }

  private static Path which(String tool) throws Exception {
    Run run = start(List.of("bash", "-c", "command -v " + tool), Path.of("/"), Map.of());
    return Path.of(run.output().strip());
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + script + "\n");
    makeExecutable(file);
  }

  private static void makeExecutable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
