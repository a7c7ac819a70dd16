package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "users",
    description =
        "Lists the users; or adds, changes or removes one; or changes one's own password.",
    subcommands = {
      UserSteps.Add.class,
      UserSteps.Change.class,
      UserSteps.Remove.class,
      OwnPassword.class
    },
    footer = {
      "",
      "Roles: viewer sees everything; operator also submits, and steers its own jobs and what",
      "queues' lists allow it; admin may everything.",
      "",
      "Examples:",
      "  ./millrace users",
      "  ./millrace users add ann --role operator --groups ops,leads",
      "  ./millrace users set ann --role viewer",
      "  ./millrace users remove ann",
      "  ./millrace users password --user ann"
    })
final class Users implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String answer = options.client().get("/api/v1/users");
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
      return Exit.DONE;
    }
    Table table = new Table(Set.of(), "NAME", "ROLE", "GROUPS", "SINCE", "NOTE");
    for (Map<String, Object> user : Json.list(Json.object(answer), "users")) {
      table.row(
          Json.text(user, "name"),
          Json.text(user, "role"),
          groups(user),
          Human.time(Json.text(user, "createdAt")),
          note(user));
    }
    table.print(out, UnaryOperator.identity());
    return Exit.DONE;
  }

  static String groups(Map<String, Object> user) {
    return user.get("groups") instanceof List<?> groups
        ? groups.stream().map(String::valueOf).collect(Collectors.joining(","))
        : "";
  }

  private static String note(Map<String, Object> user) {
    if (Boolean.TRUE.equals(user.get("builtIn"))) {
      return "password in the home";
    }
    return Boolean.TRUE.equals(user.get("disabled")) ? "disabled" : "";
  }
}
