package org.millrace.manager.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code endpoints.json}: how to reach the system that runs in a home. */
public final class EndpointsFile {
  private EndpointsFile() {}

  /**
   * Writes the file whole, in place of a killed process's.
   *
   * @param urls by name ({@code console}, {@code s3}, …), and the path of the {@code certificate}
   *     when there is one
   */
  public static void write(Home home, Map<String, String> urls) throws IOException {
    StringBuilder json = new StringBuilder("{\n  \"pid\": ").append(ProcessHandle.current().pid());
    urls.forEach(
        (name, url) ->
            json.append(",\n  \"").append(name).append("\": \"").append(escaped(url)).append('"'));
    Path aside = home.dir().resolve("endpoints.json.new");
    Files.writeString(aside, json.append("\n}\n"));
    Files.move(aside, home.endpoints(), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * One of the URLs of the system that runs in a home.
   *
   * @throws IllegalStateException none runs there now
   */
  public static String url(Home home, String name) {
    try {
      Matcher url =
          Pattern.compile('"' + name + "\": \"([^\"]*)\"")
              .matcher(Files.readString(home.endpoints()));
      if (url.find()) {
        return url.group(1);
      }
    } catch (IOException e) {
      throw new IllegalStateException("home " + home.dir() + ": no system runs there now", e);
    }
    throw new IllegalStateException("home " + home.dir() + ": its system has no " + name);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  public static void remove(Home home) throws IOException {
    Files.deleteIfExists(home.endpoints());
  }
}
