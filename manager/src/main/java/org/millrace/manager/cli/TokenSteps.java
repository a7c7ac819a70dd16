package org.millrace.manager.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes and revokes tokens. */
final class TokenSteps {
  private static final String PATH = "/api/v1/tokens";

  private TokenSteps() {}

  @Command(
      name = "add",
      description = "Makes a token and prints it, this once.",
      footer = {
        "",
        "Scopes: read sees; submit also brings work in; operate is role operator; admin is all.",
        "A token never may more than its owner.",
        "",
        "Example:",
        "  export MILLRACE_TOKEN=$(./millrace tokens add ci --scope submit --quiet)"
      })
  static final class Add implements Callable<Integer> {
    @Mixin private ClientOptions options;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "What the token is for.")
    private String name;

    @Option(
        names = "--scope",
        required = true,
        paramLabel = "SCOPE",
        description = "metrics, read, submit, operate or admin.")
    private String scope;

    @Option(
        names = "--expires",
        paramLabel = "AGE",
        defaultValue = "90d",
        description = "After how long, up to 366d (default: ${DEFAULT-VALUE}).")
    private String expires;

    @Option(
        names = "--owner",
        paramLabel = "USER",
        description = "Another user, for an administrator (default: you).")
    private String owner;

    @Option(names = "--quiet", description = "Print the token and nothing else.")
    private boolean quiet;

    @Override
    public Integer call() throws Exception {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("name", name);
      body.put("scope", scope);
      body.put("expires", expires);
      if (owner != null) {
        body.put("owner", owner);
      }
      String answer = options.client().post(PATH, body);
      PrintWriter out = spec.commandLine().getOut();
      Map<String, Object> token = Json.object(answer);
      if (options.json()) {
        out.println(answer);
      } else if (quiet) {
        out.println(Json.text(token, "token"));
      } else {
        out.println("Token " + Json.text(token, "id") + ": " + Json.text(token, "token"));
        out.println(
            "It is not shown again, and expires " + Human.time(Json.text(token, "expiresAt")));
      }
      return Exit.DONE;
    }
  }

  @Command(
      name = "revoke",
      description = "Has tokens refused from now on.",
      footer = {
        "",
        "Every token is tried; exit code 2 when one of them could not be revoked.",
        "",
        "Example:",
        "  ./millrace tokens revoke 3"
      })
  static final class Revoke implements Callable<Integer> {
    @Mixin private ClientOptions options;
    @Spec private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of tokens.")
    private List<String> ids;

    @Override
    public Integer call() {
      Client client = options.client();
      List<String> revoked = new ArrayList<>();
      int exit = Exit.DONE;
      for (String id : ids) {
        try {
          client.delete(PATH + "/" + Client.segment(id));
          revoked.add(id);
        } catch (ClientException e) {
          spec.commandLine().getErr().println("tokens: " + e.getMessage());
          exit = Math.max(exit, e.exitCode());
        }
      }
      PrintWriter out = spec.commandLine().getOut();
      if (options.json()) {
        out.println(Json.text(Map.of("revoked", revoked)));
      } else {
        revoked.forEach(id -> out.println("Token " + id + " revoked"));
      }
      return exit;
    }
  }
}
