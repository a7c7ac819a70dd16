package org.millrace.manager.author;

import java.nio.file.Path;
import java.util.List;

/**
 * What was found in a file.
 *
 * @param what is in it, in words
 * @param problems each a whole line; empty when a running system would take the file
 */
record Checked(Path file, String what, List<String> problems) {
  Checked {
    problems = List.copyOf(problems);
  }

  boolean isInOrder() {
    return problems.isEmpty();
  }
}
