package org.millrace.manager.access;

import java.util.List;
import org.millrace.engine.Json;
import org.millrace.manager.settings.SettingsFile;

/**
 * Writes down what changes in {@code millrace.yaml} by hand while the system runs: who did it the
 * file does not say, so it is the file.
 */
final class FileAudit {
  private static final String WHO = "file";
  private static final int DONE = 200;
  private static final int REFUSED = 422;
  private static final int MOST = 20;
  private static final int LONGEST = 90;

  private final Audit audit;

  FileAudit(Audit audit, SettingsFile settings) {
    this.audit = audit;
    settings.onHandChange(this::record);
  }

  private void record(boolean done, List<String> what) {
    List<String> said =
        what.stream()
            .limit(MOST)
            .map(each -> each.length() <= LONGEST ? each : each.substring(0, LONGEST) + "…")
            .toList();
    audit.record(
        new AuditEntry(
            0,
            audit.now(),
            WHO,
            "none",
            "",
            "settings.change",
            "millrace.yaml",
            null,
            Json.write(said),
            done ? "done" : "refused",
            done ? DONE : REFUSED,
            1));
  }
}
