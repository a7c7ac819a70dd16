package org.millrace.routes.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The sources at one moment: those declared, and every folder of the inbox. Immutable. */
public final class Sources {

  /** Source of an object that lies in the inbox itself and in no folder. */
  public static final String DEFAULT = "default";

  private final List<Source> declared;

  /** A place to list. */
  public record Watched(String bucket, String prefix) {
    boolean covers(Watched other) {
      return bucket.equals(other.bucket) && other.prefix.startsWith(prefix);
    }
  }

  /**
   * @param declared sources of the settings, in any order
   * @param formats names a source may give as format; {@code grok:PATTERN} is always one
   * @throws IllegalArgumentException with every problem, one a line
   */
  public Sources(List<Source> declared, Set<String> formats) {
    List<String> problems = new SourceRules(formats).problems(declared);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    this.declared = List.copyOf(declared);
  }

  /** No declared sources: the inbox alone. */
  public static Sources none() {
    return new Sources(List.of(), Set.of());
  }

  public List<Source> declared() {
    return declared;
  }

  /** The declared source of that name, or the inbox folder of that name. */
  public Source named(String name) {
    return declared.stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseGet(() -> Source.named(name));
  }

  /**
   * Whose object this is: the declared source with the longest prefix of the key, or else the inbox
   * folder it lies in.
   *
   * @throws IllegalArgumentException no source watches this key
   */
  public Source forKey(String bucket, String key) {
    Optional<Source> longest =
        declared.stream()
            .filter(source -> source.holds(bucket, key))
            .max(Comparator.comparingInt(source -> source.prefix().length()));
    if (longest.isPresent()) {
      return longest.get();
    }
    if (!bucket.equals(Source.INBOX)) {
      throw new IllegalArgumentException(
          bucket + "/" + key + ": no source watches it: declare one in millrace.yaml");
    }
    int slash = key.indexOf('/');
    String folder = slash > 0 ? key.substring(0, slash) : DEFAULT;
    // A source declared for another place lends its settings to the inbox folder of its name.
    return named(folder);
  }

  /** Whether some source watches this key, and its name is that of an input. */
  public boolean takes(String bucket, String key) {
    return Inputs.isInput(key)
        && (bucket.equals(Source.INBOX)
            || declared.stream().anyMatch(source -> source.holds(bucket, key)));
  }

  /** What to list, each key once: a prefix inside another is left to that one. */
  public List<Watched> watched() {
    Set<Watched> all =
        new TreeSet<>(Comparator.comparing(Watched::bucket).thenComparing(Watched::prefix));
    all.add(new Watched(Source.INBOX, ""));
    declared.stream()
        // Of the others S3 tells what comes.
        .filter(source -> source.streams().events().isEmpty())
        .forEach(source -> all.add(new Watched(source.bucket(), source.prefix())));
    List<Watched> outermost = new ArrayList<>();
    for (Watched place : all) {
      if (outermost.stream().noneMatch(other -> other.covers(place))) {
        outermost.add(place);
      }
    }
    return List.copyOf(outermost);
  }
}
