package org.millrace.manager.author;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.home.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "stage",
    description = {
      "Writes a file of routes that is a whole pipeline: a stage of this name that reads the",
      "input, and one that gathers what the first sent into a result. It works as it is; a system",
      "that runs loads it within a second."
    },
    footer = {
      "",
      "Examples:",
      "  ./millrace new stage mask",
      "  ./millrace new stage mask --language java --home /srv/millrace"
    })
final class NewStage implements Callable<Integer> {
  /** As a stage's name, and short enough for a file's and for the second stage's. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");

  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  /** What a route may be written in. */
  enum Language {
    yaml,
    java,
    xml
  }

  @Option(
      names = "--language",
      paramLabel = "yaml|java|xml",
      defaultValue = "yaml",
      description = "What to write it in (default: ${DEFAULT-VALUE}).")
  private Language language;

  @Parameters(paramLabel = "NAME", description = "Name of the stage, and of its pipeline.")
  private String name;

  @Override
  public Integer call() throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new RefusedException(
          new Problem(
              "NAME",
              "must be letters, digits, hyphens, underscores and dots, at most 80",
              name,
              "try another"));
    }
    Home at = home.home();
    at.create();
    Path file = at.routes().resolve(fileName());
    try {
      Files.writeString(file, text(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new RefusedException(
          new Problem(
              file.toString(), "must not be there yet", "", "edit it, or choose another name"));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("Wrote " + file);
    out.println("Check it:  ./millrace check");
    out.println(
        "Try it:    ./millrace submit --pipeline "
            + name
            + " FILE --wait   (with a system running)");
    return 0;
  }

  private String fileName() {
    return (language == Language.java ? className() : name) + "." + language;
  }

  private String text() throws IOException {
    try (InputStream template = NewStage.class.getResourceAsStream("stage." + language)) {
      return new String(template.readAllBytes(), StandardCharsets.UTF_8)
          .replace("CLASS", className())
          .replace("NAME", name);
    }
  }

  /** {@code mask-card-numbers} is {@code MaskCardNumbers}. */
  private String className() {
    String words =
        Arrays.stream(name.split("[^A-Za-z0-9]+"))
            .filter(word -> !word.isEmpty())
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
    return Character.isDigit(words.charAt(0)) ? "Stage" + words : words;
  }
}
