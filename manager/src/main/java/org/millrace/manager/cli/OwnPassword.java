package org.millrace.manager.cli;

import java.io.Console;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "password",
    description = {
      "Changes the password of the user that one is: of --user, whose password is asked for.",
      "The user's other sessions end; tokens stay."
    },
    footer = {
      "",
      "Without a terminal the old password is in the environment variable MILLRACE_PASSWORD, and the",
      "new one comes with --password-stdin.",
      "",
      "Example:",
      "  ./millrace users password --user ann"
    })
final class OwnPassword implements Callable<Integer> {
  @Mixin private ClientOptions options;
  @Mixin private UserSteps.PasswordOption given;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Client client = options.client();
    Map<String, Object> change = new LinkedHashMap<>();
    // What shows who asks is the old password; with a token there is none, and it is refused.
    client.password().ifPresent(old -> change.put("old", old));
    if (given.given()) {
      given.add(change);
    } else {
      change.put("password", typed());
    }
    String answer = client.post("/api/v1/account/password", change);
    spec.commandLine()
        .getOut()
        .println(
            options.json()
                ? answer
                : "The password of user "
                    + Json.text(Json.object(answer), "name")
                    + " is changed; its sessions have ended");
    return Exit.DONE;
  }

  private static String typed() {
    Console console = System.console();
    char[] once = console == null ? null : console.readPassword("New password: ");
    char[] again = once == null ? null : console.readPassword("The same again: ");
    if (again == null) {
      throw ClientException.refused(
          "password: needs a terminal for the new one (or give --password-stdin)");
    }
    if (!Arrays.equals(once, again)) {
      throw ClientException.refused("password: must be typed twice alike; nothing was changed");
    }
    return new String(once);
  }
}
