package org.millrace.routes.dropin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.millrace.engine.stage.Stages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a running context's routes as the files of a folder say. Each file stands for itself: one
 * that does not load is refused with the reason and disturbs no other, and if it loaded before,
 * what it said then goes on. One thread at a time.
 */
public final class DropInRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(DropInRoutes.class);

  private final CamelContext camel;
  private final Stages stages;
  private final Path folder;
  private final RouteFiles files;
  private final Map<String, DropIn> loaded = new TreeMap<>();
  private final Map<String, String> refused = new HashMap<>();

  /**
   * @param stages those of the context: while a file is read again they stay what they were to
   *     whoever asks for pipelines
   */
  public DropInRoutes(CamelContext camel, Stages stages, Path folder) {
    this.camel = camel;
    this.stages = stages;
    this.folder = folder;
    this.files = new RouteFiles(folder);
  }

  /** A route that looks at the folder once a second. */
  public static RouteBuilder watch(DropInRoutes dropIns) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("timer:millrace-drop-ins?delay=1000&period=1000")
            .routeId("millrace-drop-ins")
            .process(exchange -> dropIns.refresh());
      }
    };
  }

  /** Compares the folder with what is loaded and brings the context up to date. */
  public void refresh() throws IOException {
    Map<String, String> texts = files.read();
    stages.change(() -> follow(texts));
  }

  private void follow(Map<String, String> texts) {
    List.copyOf(loaded.keySet()).stream()
        .filter(name -> !texts.containsKey(name))
        .forEach(this::unload);
    refused.keySet().retainAll(texts.keySet());
    texts.forEach(this::load);
  }

  private void load(String name, String text) {
    DropIn present = loaded.get(name);
    if (text.equals(refused.get(name)) || (present != null && text.equals(present.text()))) {
      return;
    }
    try {
      if (present != null) {
        present.unload(camel);
        loaded.remove(name);
      }
      DropIn dropIn = DropIn.load(camel, name, text);
      loaded.put(name, dropIn);
      refused.remove(name);
      LOG.info("Loaded {}: {}", folder.resolve(name), String.join(", ", dropIn.routeIds()));
    } catch (Exception | LinkageError e) {
      refused.put(name, text);
      LOG.error(
          "Refused {}{}",
          LoadError.in(folder.resolve(name), text, e),
          present == null ? "" : ". What it said before stays in force");
      restore(name, present);
    }
  }

  private void restore(String name, DropIn before) {
    if (before != null && !loaded.containsKey(name)) {
      try {
        loaded.put(name, DropIn.load(camel, name, before.text()));
      } catch (Exception | LinkageError e) {
        LOG.error("Could not restore {}", LoadError.in(folder.resolve(name), before.text(), e));
      }
    }
  }

  private void unload(String name) {
    try {
      loaded.remove(name).unload(camel);
      LOG.info("Removed the routes of {}", folder.resolve(name));
    } catch (Exception e) {
      LOG.error("Could not remove the routes of {}: {}", folder.resolve(name), e.toString());
    }
  }
}
