package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "tokens",
    description = "Lists your tokens, or all for an administrator; or makes or revokes one.",
    subcommands = {TokenSteps.Add.class, TokenSteps.Revoke.class},
    footer = {
      "",
      "Programs log in with a token, in MILLRACE_TOKEN or as a bearer token over HTTP.",
      "",
      "Examples:",
      "  ./millrace tokens",
      "  ./millrace tokens add nightly-upload --scope submit --expires 90d",
      "  ./millrace tokens revoke 3"
    })
final class Tokens implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String answer = options.client().get("/api/v1/tokens");
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
      return Exit.DONE;
    }
    Table table =
        new Table(Set.of("ID"), "ID", "OWNER", "NAME", "SCOPE", "MADE", "EXPIRES", "LAST USED");
    for (Map<String, Object> token : Json.list(Json.object(answer), "tokens")) {
      String used = Human.time(Json.text(token, "lastUsedAt"));
      table.row(
          Json.text(token, "id"),
          Json.text(token, "owner"),
          Json.text(token, "name"),
          Json.text(token, "scope"),
          Human.time(Json.text(token, "createdAt")),
          Human.time(Json.text(token, "expiresAt")),
          used.isEmpty() ? "never" : used);
    }
    table.print(out, UnaryOperator.identity());
    return Exit.DONE;
  }
}
