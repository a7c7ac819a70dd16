package org.millrace.engine.stage;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The stages whose routes run now, and their options. Thread-safe. */
public final class Stages {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Map<String, Stage> stages = new ConcurrentSkipListMap<>();
  private final Map<String, Read> read = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();
  private final AtomicLong changed = new AtomicLong();
  private volatile boolean changing;
  private final Function<String, Map<String, String>> overrides;
  private final Supplier<String> defaultTransport;

  /**
   * @param overrides option → value that the settings give a stage by name; asked at every use, so
   *     a change takes effect at once
   * @param defaultTransport of stages whose route and overrides name none; asked at every use
   */
  public Stages(
      Function<String, Map<String, String>> overrides, Supplier<String> defaultTransport) {
    this.overrides = overrides;
    this.defaultTransport = defaultTransport;
  }

  static String checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "stage: name must be letters, digits, hyphens, underscores and dots, at most 100, was \""
              + name
              + "\"");
    }
    return name;
  }

  void add(Stage stage) {
    options(stage);
    Stage other = stages.putIfAbsent(stage.name(), stage);
    if (other != null) {
      throw new IllegalStateException(
          "stage:"
              + stage.name()
              + ": only one route may begin with it, but route "
              + other.routeId()
              + " does already (give this one another name)");
    }
    changed();
  }

  void remove(Stage stage) {
    stages.computeIfPresent(
        stage.name(), (name, present) -> present.sameConsumer(stage) ? null : present);
    changed();
  }

  private void changed() {
    changed.incrementAndGet();
    if (!changing) {
      version.set(changed.get());
    }
  }

  /**
   * Makes several changes that mean something only together, as a file of routes is taken out and
   * read again: the version stays as it is until they are over. By one thread at a time.
   */
  public void change(Runnable changes) {
    changing = true;
    try {
      changes.run();
    } finally {
      changing = false;
      version.set(changed.get());
    }
  }

  public Optional<Stage> find(String name) {
    return Optional.ofNullable(stages.get(name));
  }

  /**
   * @throws IllegalStateException no running route begins with this stage
   */
  public Stage require(String name) {
    Stage stage = stages.get(name);
    if (stage == null) {
      throw new IllegalStateException(
          "stage:" + name + ": no route begins with it" + Suggestion.among(stages.keySet(), name));
    }
    return stage;
  }

  public Collection<Stage> all() {
    return List.copyOf(stages.values());
  }

  /** What a stage runs with: its URI's options, overridden by the settings. */
  public StageOptions options(Stage stage) {
    Map<String, String> overriding = overrides.apply(stage.name());
    String transport = defaultTransport.get();
    Read known = read.get(stage.name());
    if (known == null || !known.isOf(stage, overriding, transport)) {
      StageOptions options =
          OptionReader.read(stage.name(), stage.configuration(), overriding, transport);
      known = new Read(stage, Map.copyOf(overriding), transport, options);
      read.put(stage.name(), known);
    }
    return known.options();
  }

  /** Options as they were read last: every message that is sent asks for them. */
  private record Read(
      Stage stage, Map<String, String> overriding, String transport, StageOptions options) {
    boolean isOf(Stage other, Map<String, String> otherOverriding, String otherTransport) {
      return stage.sameConsumer(other)
          && transport.equals(otherTransport)
          && overriding.equals(otherOverriding);
    }
  }

  /** How a stage's tasks travel; the default's way while no route begins with it. */
  public String transport(String name) {
    return find(name).map(stage -> options(stage).transport()).orElseGet(defaultTransport);
  }

  /** Another whenever stages have come or gone. */
  public long version() {
    return version.get();
  }
}
