package org.millrace.manager.author;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.Settings;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.manager.wiring.DeclaredSources;
import org.millrace.processors.logs.Formats;
import org.millrace.routes.dropin.RouteCheck;

/** Reads settings and routes as a system that starts would, and starts nothing. */
final class HomeCheck {
  private static final Pattern SETTINGS = Pattern.compile("(?m)^[\"']?millrace[\"']?\\s*:");

  private final Home home;
  private final Map<Path, Checked> checked = new LinkedHashMap<>();
  private Settings settings = Settings.DEFAULTS;

  HomeCheck(Home home) {
    this.home = home;
  }

  /** Of the home's settings and all its routes, in that order. */
  List<Checked> all() throws Exception {
    boolean declared = Files.exists(home.settings());
    if (declared) {
      settings(home.settings());
    }
    try (RouteCheck routes = routes()) {
      load(routes, RouteCheck.files(home.routes()));
      if (declared && checked.get(home.settings()).isInOrder()) {
        add(home.settings(), strangers(routes));
      }
    }
    return List.copyOf(checked.values());
  }

  /**
   * Of some files, wherever they are, beside nothing but what every system has. The settings are
   * those among the files, or else the home's.
   */
  List<Checked> only(List<Path> files) throws Exception {
    List<Path> routes = new ArrayList<>();
    for (Path file : files) {
      if (isSettings(file)) {
        settings(file);
      } else {
        routes.add(file);
      }
    }
    if (checked.isEmpty() && Files.exists(home.settings())) {
      settings(home.settings());
      checked.clear();
    }
    if (!routes.isEmpty()) {
      try (RouteCheck check = routes()) {
        load(check, routes);
      }
    }
    return List.copyOf(checked.values());
  }

  private static boolean isSettings(Path file) throws IOException {
    String name = file.getFileName().toString();
    return name.equals("millrace.yaml")
        || name.matches(".*\\.ya?ml") && SETTINGS.matcher(Files.readString(file)).find();
  }

  private void settings(Path file) throws IOException {
    try (SettingsFile read = SettingsFile.open(file, Formats.names())) {
      settings = read.get();
      DeclaredSources.check(settings);
      checked.put(file, new Checked(file, what(settings), List.of()));
    } catch (RefusedException e) {
      List<String> problems = e.problems().stream().map(each -> at(file, each)).toList();
      checked.put(file, new Checked(file, "settings", problems));
    }
  }

  /** With the whole path before the line, as an editor wants it. */
  private static String at(Path file, Problem problem) {
    String name = file.getFileName().toString();
    String message = problem.message();
    return message.startsWith(name)
        ? file.resolveSibling(message).toString()
        : file + ": " + message;
  }

  private static String what(Settings settings) {
    return "settings with "
        + counted(settings.sources().size(), "source")
        + ", "
        + counted(settings.scheduler().queues().size(), "queue");
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private RouteCheck routes() throws Exception {
    return new RouteCheck(
        stage -> settings.stages().getOrDefault(stage, Map.of()),
        settings::transport,
        new FolderObjectStore(home.buckets()));
  }

  private void load(RouteCheck routes, List<Path> files) throws IOException {
    for (Path file : files) {
      Optional<RouteCheck.Finding> finding = routes.load(file);
      List<String> stages = routes.stages(file);
      String what = stages.isEmpty() ? "no stages" : "stages " + String.join(", ", stages);
      checked.put(
          file,
          new Checked(file, what, finding.map(RouteCheck.Finding::message).stream().toList()));
    }
    routes.missing().forEach(each -> add(each.file(), List.of(each.message())));
  }

  /** Settings of stages and pipelines that are not there: what they say would have no effect. */
  private List<String> strangers(RouteCheck routes) {
    List<String> problems = new ArrayList<>();
    settings
        .stages()
        .keySet()
        .forEach(
            stage ->
                known("stages." + stage, "must be a stage", stage, routes.stageNames(), problems));
    settings
        .sources()
        .forEach(
            (name, source) ->
                known(
                    "sources." + name + ".pipeline",
                    "must be a pipeline",
                    source.pipeline(),
                    routes.pipelines(),
                    problems));
    return problems;
  }

  private void known(
      String subject, String rule, String name, Collection<String> known, List<String> problems) {
    if (!known.contains(name)) {
      problems.add(
          new Problem(home.settings() + ": " + subject, rule, name, DidYouMean.remedy(name, known))
              .message());
    }
  }

  private void add(Path file, List<String> problems) {
    Checked before = checked.get(file);
    List<String> all = new ArrayList<>(before.problems());
    all.addAll(problems);
    checked.put(file, new Checked(file, before.what(), all));
  }
}
