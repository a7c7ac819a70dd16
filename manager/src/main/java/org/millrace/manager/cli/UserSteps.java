package org.millrace.manager.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds, changes or removes a user. */
abstract class UserSteps implements Callable<Integer> {
  private static final String PATH = "/api/v1/users";

  @Mixin private ClientOptions options;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The user's name.")
  private String name;

  abstract Integer call(Client client, String name) throws IOException;

  @Override
  public final Integer call() throws IOException {
    return call(options.client(), name);
  }

  static String path(String name) {
    return PATH + "/" + Client.segment(name);
  }

  ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** What was done, and the password if one was made: it is not shown again. */
  void report(String answer, String done) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
      return;
    }
    Map<String, Object> user = Json.object(answer);
    out.println("User " + name + " " + done + ": " + stands(user));
    if (!Json.text(user, "password").isEmpty()) {
      out.println("Password: " + Json.text(user, "password"));
      out.println("It is not shown again.");
    }
  }

  private static String stands(Map<String, Object> user) {
    String groups = Users.groups(user);
    return Json.text(user, "role")
        + (groups.isEmpty() ? "" : ", groups " + groups)
        + (Boolean.TRUE.equals(user.get("disabled")) ? ", disabled" : "");
  }

  void say(String sentence) {
    spec.commandLine()
        .getOut()
        .println(options.json() ? Json.text(Map.of("removed", name)) : sentence);
  }

  /** A password as a pipe gives it. */
  static final class PasswordOption {
    @Option(
        names = "--password-stdin",
        description = "Take the password from the input's first line, and do not make one.")
    private boolean fromInput;

    boolean given() {
      return fromInput;
    }

    void add(Map<String, Object> body) throws IOException {
      if (fromInput) {
        // Not closed: it is the process's own input.
        String line =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        body.put("password", line == null ? "" : line);
      }
    }
  }

  @Command(
      name = "add",
      description = "Adds a user, and prints a password that is made for it.",
      footer = {
        "",
        "Examples:",
        "  ./millrace users add ann --role operator --groups ops,leads",
        "  pass show mill/bob | ./millrace users add bob --role viewer --password-stdin"
      })
  static final class Add extends UserSteps {
    @Mixin private PasswordOption password;

    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "viewer, operator or admin.")
    private String role;

    @Option(
        names = "--groups",
        paramLabel = "GROUP",
        split = ",",
        description = "Groups, which the lists of queues know as group:NAME.")
    private List<String> groups = List.of();

    @Override
    Integer call(Client client, String name) throws IOException {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("name", name);
      body.put("role", role);
      body.put("groups", groups);
      password.add(body);
      report(client.post(PATH, body), "added");
      return Exit.DONE;
    }
  }

  @Command(
      name = "set",
      description = "Changes a user; what is not said stays.",
      footer = {
        "",
        "Examples:",
        "  ./millrace users set ann --role viewer",
        "  ./millrace users set ann --groups \"\"          no groups",
        "  ./millrace users set ann --disable",
        "  ./millrace users set ann --new-password"
      })
  static final class Change extends UserSteps {
    @Mixin private PasswordOption password;

    @Option(names = "--role", paramLabel = "ROLE", description = "viewer, operator or admin.")
    private String role;

    @Option(
        names = "--groups",
        paramLabel = "GROUP",
        split = ",",
        description = "All groups from now on.")
    private List<String> groups;

    @Option(names = "--disable", description = "Let the user in no more; tokens neither.")
    private boolean disable;

    @Option(names = "--enable", description = "Let the user in again.")
    private boolean enable;

    @Option(names = "--new-password", description = "Make a new password and print it.")
    private boolean newPassword;

    @Override
    Integer call(Client client, String name) throws IOException {
      if (disable && enable) {
        throw wrong("--disable: must not come together with --enable (give one)");
      }
      Map<String, Object> body = new LinkedHashMap<>();
      if (role != null) {
        body.put("role", role);
      }
      if (groups != null) {
        body.put("groups", groups.stream().filter(each -> !each.isBlank()).toList());
      }
      if (disable || enable) {
        body.put("disabled", disable);
      }
      if (newPassword) {
        body.put("newPassword", true);
      }
      if (body.isEmpty() && !password.given()) {
        throw wrong("users set: must say what to change, such as --role viewer");
      }
      password.add(body);
      report(client.post(path(name), body), "changed");
      return Exit.DONE;
    }
  }

  @Command(
      name = "remove",
      description = {
        "Removes a user with all tokens. Jobs stay, and a new user of this name would own them."
      },
      footer = {"", "Example:", "  ./millrace users remove ann"})
  static final class Remove extends UserSteps {
    @Override
    Integer call(Client client, String name) {
      client.delete(path(name));
      say("User " + name + " removed");
      return Exit.DONE;
    }
  }
}
