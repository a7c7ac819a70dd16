package org.millrace.manager.author;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exit code 0 when all is in order, 1 when something is wrong, 2 when there is no such file. */
@Command(
    name = "check",
    description = {
      "Says what is wrong with settings and routes before a system reads them.",
      "Nothing is started or changed; no running system is needed."
    },
    footer = {
      "",
      "Without FILE: the home's millrace.yaml and all its routes, also whether each stage that is",
      "named is there. Exit code 1 when something is wrong.",
      "",
      "Examples:",
      "  ./millrace check",
      "  ./millrace check millrace-data/routes/mask.yaml",
      "  ./millrace check --json conf/millrace.yaml routes/*.yaml"
    })
public final class CheckCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Settings or routes to check.")
  private List<Path> files = List.of();

  @Override
  public Integer call() throws Exception {
    Quiet.camel();
    files.forEach(CheckCommand::readable);
    HomeCheck check = new HomeCheck(home.home());
    List<Checked> checked = files.isEmpty() ? check.all() : check.only(files);
    if (files.isEmpty() && !Files.isDirectory(home.home().dir())) {
      throw new RefusedException(
          new Problem(
              "--home",
              "must be the home of a system, or FILE be given",
              home.home().dir().toString(),
              "./millrace new stage NAME makes one"));
    }
    if (json) {
      spec.commandLine().getOut().println(asJson(checked));
    } else {
      print(checked);
    }
    return checked.stream().allMatch(Checked::isInOrder) ? 0 : 1;
  }

  private static void readable(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new RefusedException(
          new Problem("FILE", "must be a file that can be read", file.toString(), ""));
    }
  }

  private void print(List<Checked> checked) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    for (Checked each : checked) {
      if (each.isInOrder()) {
        out.println(each.file() + ": in order, " + each.what());
      } else {
        each.problems().forEach(err::println);
      }
    }
    out.flush();
    long wrong = checked.stream().filter(each -> !each.isInOrder()).count();
    if (checked.isEmpty()) {
      out.println("Nothing to check: there are no settings and no routes");
    } else if (wrong > 0) {
      err.println(
          wrong
              + " of "
              + checked.size()
              + (checked.size() == 1 ? " file" : " files")
              + " to mend");
    }
  }

  private static String asJson(List<Checked> checked) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("ok", checked.stream().allMatch(Checked::isInOrder));
    all.put("files", checked.stream().map(CheckCommand::asMap).toList());
    return JSON.std.asString(all);
  }

  private static Map<String, Object> asMap(Checked checked) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("file", checked.file().toString());
    one.put("ok", checked.isInOrder());
    one.put("content", checked.what());
    one.put("problems", checked.problems());
    return one;
  }
}
