package org.millrace.manager.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.millrace.manager.errors.DidYouMean;
import org.millrace.manager.errors.Problem;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of the settings file. Collects what is wrong with it instead of stopping at the first
 * mistake; {@link #end} reports the keys that nobody asked for.
 */
final class Section {
  private final String file;
  private final String path;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final List<String> known = new ArrayList<>();
  private final List<Problem> problems;

  Section(String file, String path, Node node, List<Problem> problems) {
    this.file = file;
    this.path = path;
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::add);
    } else if (node != null && !isNull(node)) {
      refuse(node, path, "must be a list of \"key: value\" lines", text(node), "");
    }
  }

  Iterable<String> names() {
    return List.copyOf(values.keySet());
  }

  /** Whether the key stands there with a value; it stays unknown until it is read. */
  boolean has(String key) {
    return values.containsKey(key) && !isNull(values.get(key));
  }

  /** Whether the key says {@code false}, which some sections may say instead of their keys. */
  boolean isFalse(String key) {
    boolean isFalse = values.get(key) instanceof ScalarNode node && "false".equals(node.getValue());
    if (isFalse) {
      known.add(key);
    }
    return isFalse;
  }

  Section section(String key) {
    return new Section(file, child(key), take(key), problems);
  }

  /** The sections of a list; none when it is absent. */
  List<Section> sections(String key) {
    Node node = take(key);
    if (node == null || isNull(node)) {
      return List.of();
    }
    if (!(node instanceof SequenceNode list)) {
      refuse(node, child(key), "must be a list of sections", text(node), "begin each with a dash");
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (Node each : list.getValue()) {
      sections.add(new Section(file, child(key) + "[" + sections.size() + "]", each, problems));
    }
    return sections;
  }

  Optional<String> text(String key) {
    return value(key, Function.identity(), "must be text");
  }

  List<String> texts(String key) {
    Node node = take(key);
    if (node == null || isNull(node)) {
      return List.of();
    }
    if (node instanceof SequenceNode list
        && list.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
      return list.getValue().stream().map(Section::text).toList();
    }
    refuse(node, child(key), "must be a list of names", text(node), "for example [one, two]");
    return List.of();
  }

  /**
   * The value read by {@code parse}, which throws when it breaks the rule.
   *
   * @return empty when it is absent or wrong
   */
  <T> Optional<T> value(String key, Function<String, T> parse, String rule) {
    Node node = take(key);
    if (node == null || isNull(node)) {
      return Optional.empty();
    }
    if (!(node instanceof ScalarNode)) {
      refuse(node, child(key), rule, text(node), "");
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text(node)));
    } catch (RuntimeException e) {
      refuse(node, child(key), rule, text(node), "");
      return Optional.empty();
    }
  }

  /** Says that a key's value breaks a rule that {@link #value} could not see. */
  void refuse(String key, String rule, String remedy) {
    Node node = values.get(key);
    refuse(node, child(key), rule, node == null ? "" : text(node), remedy);
  }

  /** Says what is wrong at a key, or below it where {@code below} names something. */
  void refuse(String key, String below, String rule, String value, String remedy) {
    String subject = below.isEmpty() ? child(key) : child(key) + "." + below;
    refuse(line(key, below), subject, rule, value, remedy);
  }

  /** The place of the key below, or else of the key. */
  private Node line(String key, String below) {
    return values.get(key) instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .map(NodeTuple::getKeyNode)
            .filter(name -> text(name).equals(below))
            .findFirst()
            .orElse(keys.get(key))
        : keys.get(key);
  }

  /** Says what is wrong with a key whose value must not be shown, or that is not there. */
  void refuseSection(String key, String rule, String remedy) {
    Node at =
        keys.containsKey(key) ? keys.get(key) : keys.values().stream().findFirst().orElse(null);
    refuse(at, child(key), rule, "", remedy);
  }

  /** Says that a key itself cannot be. */
  void refuseName(String key, String rule, String remedy) {
    refuse(keys.get(key), child(key), rule, key, remedy);
  }

  void end() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        refuse(keys.get(key), child(key), "is no setting", "", DidYouMean.remedy(key, known));
      }
    }
  }

  private void add(NodeTuple tuple) {
    String key = text(tuple.getKeyNode());
    if (values.putIfAbsent(key, tuple.getValueNode()) != null) {
      refuse(tuple.getKeyNode(), child(key), "must stand once, and stands twice", "", "keep one");
    }
    keys.putIfAbsent(key, tuple.getKeyNode());
  }

  private Node take(String key) {
    known.add(key);
    return values.get(key);
  }

  private String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private void refuse(Node at, String subject, String rule, String value, String remedy) {
    String place = at == null ? file : file + ":" + (at.getStartMark().getLine() + 1);
    problems.add(new Problem(place + ": " + subject, rule, value, remedy));
  }

  private static boolean isNull(Node node) {
    return Tag.NULL.equals(node.getTag());
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar
        ? scalar.getValue()
        : node instanceof SequenceNode ? "a list" : "a section";
  }
}
