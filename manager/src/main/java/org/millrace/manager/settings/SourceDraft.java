package org.millrace.manager.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;

/** One more source, tried out before it is written into the file. */
public final class SourceDraft {
  private final Path file;
  private final String before;
  private final String after;

  private SourceDraft(Path file, String before, String after) {
    this.file = file;
    this.before = before;
    this.after = after;
  }

  /**
   * @param given values by key, as the file would have them
   * @param formats that a source may name
   * @throws RefusedException the file has mistakes already or would have, the source is there, or
   *     it cannot be written in place; nothing is changed
   */
  public static SourceDraft of(
      Path file, String name, Map<String, String> given, Set<String> formats) throws IOException {
    String label = file.getFileName().toString();
    if (!SettingsReader.NAME.matcher(name).matches()) {
      throw new RefusedException(
          new Problem("NAME", SettingsReader.NAME_RULE, name, "choose such a name"));
    }
    String before = SettingsFile.text(file);
    if (new SettingsReader(label, formats).read(before).sources().containsKey(name)) {
      throw new RefusedException(
          new Problem(
              label + ": sources." + name, "is there already", "", "edit it there, or rename one"));
    }
    Map<String, String> values = new LinkedHashMap<>(given);
    values.putIfAbsent("queue", SourceSettings.defaultQueue(name));
    String after = before;
    for (Map.Entry<String, String> each : values.entrySet()) {
      List<String> path = List.of("millrace", "sources", name, each.getKey());
      after = YamlEdit.set(label, after, path, YamlEdit.scalar(each.getValue()));
    }
    // It is read whole, so that what is written is what a running system will take.
    new SettingsReader(label, formats).read(after);
    return new SourceDraft(file, before, after);
  }

  /** Puts it into the file at once. */
  public void write() throws IOException {
    WholeText.write(file, before, after);
  }
}
