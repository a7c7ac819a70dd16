package org.millrace.manager.settings;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.millrace.manager.errors.ConflictException;
import org.millrace.manager.errors.Problem;
import org.millrace.manager.errors.RefusedException;
import org.millrace.scheduling.tree.SettingsDifference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings in force. Looks at the file once a second; a changed file takes effect whole, or is
 * refused whole and the settings before it stay. A deleted file means the defaults. Thread-safe;
 * listeners are called one at a time, in order.
 */
public final class SettingsFile implements Supplier<Settings>, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);

  private final Path path;
  private final Set<String> formats;
  private final List<Consumer<Settings>> listeners = new CopyOnWriteArrayList<>();
  private final List<BiConsumer<Boolean, List<String>>> handListeners =
      new CopyOnWriteArrayList<>();
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
      List<String> changes = apply(parse(text));
      refusal = null;
      if (!changes.isEmpty()) {
        handListeners.forEach(listener -> listener.accept(true, changes));
      }
    } catch (RefusedException e) {
      refusal = e.getMessage();
      List<String> reasons = e.problems().stream().map(Problem::message).toList();
      handListeners.forEach(listener -> listener.accept(false, reasons));
      LOG.error("{}: refused, the settings before it stay:\n{}", path, e.getMessage());
    } catch (IOException | RuntimeException e) {
      refusal = e.toString();
      LOG.error("{}: cannot be read, the settings before it stay: {}", path, e.toString());
    }
  }

  /**
   * Tells {@code listener} in words of every change that somebody made by hand and that came into
   * force, or was refused and why.
   */
  public void onHandChange(BiConsumer<Boolean, List<String>> listener) {
    handListeners.add(listener);
  }

  /**
   * Changes settings of a queue in the file itself, as somebody would by hand, and has them in
   * force when it returns. Comments and all else in the file stay as they are. Blocks.
   *
   * @param given values by field of {@link QueueDraft}; null or empty unsets
   * @param check of the settings in force; throws when they are not to be changed after all
   * @return what is changed, in words; empty when it was so already
   * @throws RefusedException nothing is changed, neither the file nor what is in force
   */
  public synchronized List<String> changeQueue(
      String queue, Map<String, String> given, Consumer<Settings> check) {
    reload();
    if (refusal != null) {
      throw refused("must be without mistakes before it is changed", refusal, "mend it first");
    }
    check.accept(current);
    QueueDraft draft = QueueDraft.of(current.scheduler(), queue, given);
    if (draft.differences().isEmpty()) {
      return List.of();
    }
    String name = path.getFileName().toString();
    String before = lastText;
    String after = draft.in(name, before, queue);
    Settings settings = parse(after);
    if (!SettingsDifference.between(settings.scheduler(), draft.settings()).isEmpty()
        || !SettingsChange.between(current, settings).equals(draft.differences())) {
      throw refused(
          "cannot be changed in place: it would say something else than was meant",
          "",
          "nothing was changed; write these lines by hand:\n" + draft.yaml());
    }
    replace(before, after);
    try {
      apply(settings);
    } catch (RefusedException e) {
      replace(after, before);
      throw e;
    }
    return draft.differences();
  }

  /** What somebody saves in the moment between the look and the move is lost; nothing else is. */
  private void replace(String before, String after) {
    try {
      WholeText.write(path, before, after);
      lastText = after;
    } catch (IOException e) {
      throw refused(
          "cannot be written",
          e.toString(),
          "nothing was changed; mend the rights of file and folder, or edit it by hand");
    }
  }

  private RefusedException refused(String rule, String value, String remedy) {
    return new ConflictException(new Problem(path.getFileName().toString(), rule, value, remedy));
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }

  private List<String> apply(Settings settings) {
    Settings before = current;
    List<String> changes = SettingsChange.between(before, settings);
    if (changes.isEmpty()) {
      return changes;
    }
    current = settings;
    try {
      listeners.forEach(listener -> listener.accept(settings));
    } catch (RefusedException e) {
      current = before;
      listeners.forEach(listener -> listener.accept(before));
      throw e;
    }
    String between = changes.size() == 1 ? " " : System.lineSeparator() + "  ";
    LOG.info("{} has changed:{}{}", path.getFileName(), between, String.join(between, changes));
    return changes;
  }

  private Settings parse(String text) {
    return new SettingsReader(path.getFileName().toString(), formats).read(text);
  }

  static String text(Path path) throws IOException {
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
