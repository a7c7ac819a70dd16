package org.millrace.manager.settings;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.millrace.manager.errors.ConflictException;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Sets one value in the text of a YAML file and leaves every other byte as it is. What it does not
 * surely know how to write it refuses; whoever uses it reads the result to see that it says what
 * was meant.
 */
final class YamlEdit {
  private static final String NULL = "null";
  private static final int STEP = 2;

  private final String file;
  private final String text;
  private final List<String> path;
  private final String value;

  private YamlEdit(String file, String text, List<String> path, String value) {
    this.file = file;
    this.text = text;
    this.path = path;
    this.value = value;
  }

  /**
   * The text with another value at the end of a path of keys, which are made where they are not.
   *
   * @param value as it is to stand there; null unsets it
   * @throws RefusedException it cannot be written in place
   */
  static String set(String file, String text, List<String> path, String value) {
    return new YamlEdit(file, text, path, value).edited();
  }

  /** A text as it may stand there: quoted, unless it is a word or a number. */
  static String scalar(String text) {
    if (text == null || text.isEmpty()) {
      return NULL;
    }
    return text.matches("[A-Za-z0-9._-]+")
        ? text
        : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private String edited() {
    Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    if (root == null || isNull(root) && value(root).isEmpty()) {
      return value == null ? text : text + (endsOpen() ? eol() : "") + entry(0, 0) + eol();
    }
    return in(root, 0);
  }

  /** Within the section to which the first {@code depth} keys lead. */
  private String in(Node at, int depth) {
    if (!(at instanceof MappingNode section) || section.isMerged()) {
      throw refused(at, "it is no section there");
    }
    checkOwn(at);
    Optional<NodeTuple> found =
        section.getValue().stream()
            .filter(each -> value(each.getKeyNode()).equals(path.get(depth)))
            .findFirst();
    if (found.isEmpty()) {
      return value == null ? text : added(section, depth);
    }
    Node below = found.get().getValueNode();
    checkOwn(below);
    if (depth == path.size() - 1) {
      return replaced(below, value == null ? NULL : value);
    }
    if (!isNull(below)) {
      return in(below, depth + 1);
    }
    if (value == null) {
      return text;
    }
    return value(below).isEmpty() && isBlock(section)
        ? inserted(lineEnd(end(below)), eol() + entry(depth + 1, column(section) + STEP))
        : replaced(below, flow(depth + 1));
  }

  private String replaced(Node old, String by) {
    boolean oneLine =
        old instanceof ScalarNode scalar
            && scalar.getScalarStyle() != ScalarStyle.LITERAL
            && scalar.getScalarStyle() != ScalarStyle.FOLDED
            && old.getStartMark().getLine() == old.getEndMark().getLine();
    if (!oneLine) {
      throw refused(old, "its value is written over several lines or is a section");
    }
    boolean nothing = start(old) == end(old);
    return text.substring(0, start(old)) + (nothing ? " " : "") + by + text.substring(end(old));
  }

  private String added(MappingNode section, int depth) {
    List<NodeTuple> entries = section.getValue();
    if (isBlock(section)) {
      return inserted(lineEnd(last(section)), eol() + entry(depth, column(section)));
    }
    if (entries.isEmpty()) {
      return inserted(start(section) + 1, flowEntry(depth));
    }
    return inserted(last(entries.get(entries.size() - 1).getValueNode()), ", " + flowEntry(depth));
  }

  private String inserted(int at, String what) {
    return text.substring(0, at) + what + text.substring(at);
  }

  /** From this key on, in lines; the innermost section in braces. */
  private String entry(int depth, int column) {
    String indent = " ".repeat(column);
    return depth >= path.size() - STEP
        ? indent + flowEntry(depth)
        : indent + path.get(depth) + ":" + eol() + entry(depth + 1, column + STEP);
  }

  private String flowEntry(int depth) {
    return path.get(depth) + ": " + (depth == path.size() - 1 ? value : flow(depth + 1));
  }

  private String flow(int depth) {
    return "{" + flowEntry(depth) + "}";
  }

  /** Where the last thing in a node ends; the end of a section in lines lies after it. */
  private int last(Node node) {
    checkOwn(node);
    if (node instanceof ScalarNode scalar
        && (scalar.getScalarStyle() == ScalarStyle.LITERAL
            || scalar.getScalarStyle() == ScalarStyle.FOLDED)) {
      throw refused(node, "a text over several lines stands before it");
    }
    if (node instanceof CollectionNode<?> all && isBlock(all) && !all.getValue().isEmpty()) {
      Object end = all.getValue().get(all.getValue().size() - 1);
      return last(end instanceof NodeTuple tuple ? tuple.getValueNode() : (Node) end);
    }
    return end(node);
  }

  /** What an anchor names stands for more than this place. */
  private void checkOwn(Node node) {
    if (node.getAnchor() != null) {
      throw refused(node, "the anchor &" + node.getAnchor() + " makes it stand for other places");
    }
  }

  private int column(MappingNode section) {
    return section.getValue().get(0).getKeyNode().getStartMark().getColumn();
  }

  private int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    if (end < 0) {
      return text.length();
    }
    return end > from && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  private String eol() {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }

  private boolean endsOpen() {
    return !text.isEmpty() && !text.endsWith("\n");
  }

  // Marks count code points.
  private int start(Node node) {
    return text.offsetByCodePoints(0, node.getStartMark().getIndex());
  }

  private int end(Node node) {
    return text.offsetByCodePoints(0, node.getEndMark().getIndex());
  }

  private static boolean isBlock(Node node) {
    return node instanceof CollectionNode<?> all && all.getFlowStyle() == FlowStyle.BLOCK
        || node instanceof SequenceNode list && list.getFlowStyle() == FlowStyle.BLOCK;
  }

  private static boolean isNull(Node node) {
    return Tag.NULL.equals(node.getTag());
  }

  private static String value(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private RefusedException refused(Node at, String why) {
    return new ConflictException(
        new Problem(
            file + ":" + (at.getStartMark().getLine() + 1) + ": " + String.join(".", path),
            "cannot be changed in place: " + why,
            "",
            "nothing was changed; edit the file by hand"));
  }
}
