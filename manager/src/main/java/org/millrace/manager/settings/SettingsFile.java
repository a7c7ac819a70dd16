package org.millrace.manager.settings;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings in force. Looks at the file once a second; a changed file takes effect whole, or is
 * refused whole and the settings before it stay. A deleted file means the defaults. Thread-safe;
 * listeners are called on one thread, in order.
 */
public final class SettingsFile implements Supplier<Settings>, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);

  private final Path path;
  private final Set<String> formats;
  private final List<Consumer<Settings>> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService watch;
  private volatile Settings current;
  private volatile String refusal;
  private String lastText;

  private SettingsFile(Path path, Set<String> formats, String text) {
    this.path = path;
    this.formats = formats;
    this.lastText = text;
    this.current = parse(text);
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "settings");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Reads the file; nothing is watched before {@link #watch}.
   *
   * @param formats formats that a source may name; empty leaves that check to others
   * @throws RefusedException with every mistake in the file
   */
  public static SettingsFile open(Path path, Set<String> formats) throws IOException {
    return new SettingsFile(path, Set.copyOf(formats), text(path));
  }

  @Override
  public Settings get() {
    return current;
  }

  /** Why what the file says now is not in force; empty when it is. */
  public Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  /**
   * Tells {@code listener} of every later change, after it came into force. A listener refuses
   * settings by throwing {@link RefusedException}: all listeners are then told of the old ones
   * again.
   */
  public void onChange(Consumer<Settings> listener) {
    listeners.add(listener);
  }

  /** Starts to look at the file once a second, until {@link #close}. */
  public void watch() {
    watch.scheduleWithFixedDelay(this::reload, 1, 1, TimeUnit.SECONDS);
  }

  /** Reads the file now; does nothing when it says what it said. */
  public synchronized void reload() {
    try {
      // Comparing the text, not the time: a second write within the clock's grain is seen too.
      String text = text(path);
      if (text.equals(lastText)) {
        return;
      }
      lastText = text;
      apply(parse(text));
      refusal = null;
    } catch (RefusedException e) {
      refusal = e.getMessage();
      LOG.error("{}: refused, the settings before it stay:\n{}", path, e.getMessage());
    } catch (IOException | RuntimeException e) {
      refusal = e.toString();
      LOG.error("{}: cannot be read, the settings before it stay: {}", path, e.toString());
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }

  private void apply(Settings settings) {
    Settings before = current;
    List<String> changes = SettingsChange.between(before, settings);
    if (changes.isEmpty()) {
      return;
    }
    current = settings;
    try {
      listeners.forEach(listener -> listener.accept(settings));
    } catch (RefusedException e) {
      current = before;
      listeners.forEach(listener -> listener.accept(before));
      throw e;
    }
    LOG.info("{} has changed: {}", path.getFileName(), String.join("; ", changes));
  }

  private Settings parse(String text) {
    return new SettingsReader(path.getFileName().toString(), formats).read(text);
  }

  private static String text(Path path) throws IOException {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      return "";
    } catch (MalformedInputException e) {
      throw new RefusedException(
          new Problem(path.toString(), "must be UTF-8 text", "", "save it as UTF-8"));
    }
  }
}
