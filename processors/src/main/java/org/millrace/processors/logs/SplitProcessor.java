package org.millrace.processors.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.millrace.engine.intake.Message;
import org.millrace.engine.objects.ObjectRef;
import org.millrace.engine.objects.ObjectStore;
import org.millrace.engine.task.BadInputException;
import org.millrace.engine.task.TaskContext;
import org.millrace.processors.logs.format.FormatSettings;
import org.millrace.processors.logs.format.LogFormat;

/**
 * Turns an object ({@link ObjectRef}) into a list of {@link Chunk}s that end at record ends. Of a
 * plain file only the beginning and the neighbourhoods of the cuts are read, unless its format lets
 * quoted fields hold line ends: then it is read once. A gzip object, told by its first bytes
 * whatever its name, is inflated once into one intermediate object a chunk. An empty object gives
 * no chunks. A message's body, text or bytes, is cut in the same way: it is an input of its own.
 *
 * <p>Settings of the task: {@code format} (detected when absent: every line is rejected when none
 * fits), {@code charset} (UTF-8; a byte order mark beats it), {@code zone} (UTC), {@code reference}
 * (the moment, as ISO 8601, from which a missing year is counted; the clock's when absent).
 *
 * <p>Throws {@link BadInputException} for a broken or refused object and for settings that cannot
 * be. Thread-safe; blocks to read.
 */
public final class SplitProcessor implements Processor {
  /** With its JSON around it such a chunk still travels inside its message. */
  private static final int INLINE = 32 << 10;

  private final ObjectStore store;
  private final SplitLimits limits;
  private final Clock clock;

  public SplitProcessor(ObjectStore store) {
    this(store, SplitLimits.DEFAULT, Clock.systemUTC());
  }

  public SplitProcessor(ObjectStore store, SplitLimits limits, Clock clock) {
    this.store = store;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Object body = exchange.getMessage().getBody();
    TaskContext context = TaskContext.of(exchange);
    long number = exchange.getMessage().getHeader(Message.NUMBER, 0L, Long.class);
    if (body instanceof String text) {
      byte[] bytes = ended(text).getBytes(UTF_8);
      exchange.getMessage().setBody(message(bytes, "UTF-8", number, context));
    } else if (body instanceof byte[] bytes) {
      String charset = setting(context.settings(), "charset", "UTF-8");
      exchange.getMessage().setBody(message(bytes, charset, number, context));
    } else {
      ObjectRef object = exchange.getMessage().getMandatoryBody(ObjectRef.class);
      String charset = setting(context.settings(), "charset", "UTF-8");
      exchange.getMessage().setBody(split(object, charset, context));
    }
  }

  /** Its last line ends, so that the next message begins a line of its own. */
  private static String ended(String text) {
    boolean plain = text.indexOf('\r') < 0 || text.indexOf('\n') >= 0;
    return text.isEmpty() || text.endsWith("\n") || !plain ? text : text + "\n";
  }

  /** Most messages are a line or a few, which travel inside the chunk. */
  private List<Chunk> message(byte[] bytes, String charset, long number, TaskContext context)
      throws IOException {
    String name = "message-" + number;
    boolean small = bytes.length <= INLINE && !GzipInput.begins(new ByteArrayInputStream(bytes));
    if (small) {
      ObjectRef none = new ObjectRef(context.source(), name, "", bytes.length);
      Probe probe =
          new Probe(
              new ByteArrayInputStream(bytes), Charsets.named(charset, none), limits.maxLine());
      LogFormat format = format(probe, context.settings(), none, false);
      if (!format.headed()) {
        byte[] text = Arrays.copyOfRange(bytes, probe.bom(), bytes.length);
        Layout layout = layout(probe, format, context.settings(), none);
        return text.length == 0
            ? List.of()
            : List.of(new Chunk(none, 0, text.length, 0, 0, layout, number, text));
      }
    }
    ObjectRef object = context.intermediate(name, out -> out.write(bytes));
    return split(object, charset, context).stream().map(each -> each.ofMessage(number)).toList();
  }

  private List<Chunk> split(ObjectRef object, String charsetName, TaskContext context)
      throws IOException {
    boolean gzip = isGzip(object);
    Map<String, String> settings = context.settings();
    Charset charset = Charsets.named(charsetName, object);
    Probe probe;
    LogFormat format;
    try (InputStream in =
        gzip ? GzipInput.of(store, object, limits) : store.read(object, 0, Probe.REACH)) {
      probe = new Probe(in, charset, limits.maxLine());
      format = format(probe, settings, object, gzip);
    }
    Layout layout = layout(probe, format, settings, object);
    Cutter cutter = new Cutter(store, object, layout, limits.chunkBytes());
    if (gzip) {
      try (InputStream in = GzipInput.of(store, object, limits)) {
        in.skipNBytes(probe.bom());
        return cutter.cutCopying(in, format.headed(), context);
      }
    }
    return format.headed() ? cutter.cutReading(probe.bom()) : cutter.cutSeeking(probe.bom());
  }

  private LogFormat format(
      Probe probe, Map<String, String> settings, ObjectRef object, boolean gzip)
      throws IOException {
    String given = setting(settings, "format", "");
    return given.isEmpty()
        ? detect(
            probe,
            new FormatSettings(zone(settings, object), reference(settings, object), ""),
            object,
            gzip)
        : Formats.named(given, object);
  }

  private Layout layout(
      Probe probe, LogFormat format, Map<String, String> settings, ObjectRef object) {
    return new Layout(
        format.name(),
        probe.charset().name(),
        zone(settings, object).getId(),
        probe.lineEnd(),
        reference(settings, object).getEpochSecond(),
        "",
        limits.maxLine());
  }

  private boolean isGzip(ObjectRef object) throws IOException {
    try (InputStream in = store.read(object, 0, 2)) {
      return GzipInput.begins(in);
    }
  }

  private LogFormat detect(Probe probe, FormatSettings settings, ObjectRef object, boolean gzip)
      throws IOException {
    LogFormat format = probe.detect(settings);
    if (format != Formats.UNKNOWN || gzip || object.size() <= Probe.REACH) {
      return format;
    }
    // A file may begin with one broken line of gigabytes: its end may tell.
    try (InputStream in = store.read(object, tail(object, probe), object.size())) {
      return probe.detectWithin(in, settings);
    }
  }

  private static long tail(ObjectRef object, Probe probe) {
    long from = object.size() - (1 << 18);
    return from - from % Charsets.unit(probe.charset());
  }

  /** Without blanks around it; a blank one counts as absent. */
  private static String setting(Map<String, String> settings, String name, String absent) {
    String value = settings.getOrDefault(name, "").strip();
    return value.isEmpty() ? absent : value;
  }

  private static ZoneId zone(Map<String, String> settings, ObjectRef object) {
    String zone = setting(settings, "zone", "UTC");
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new BadInputException(
          object
              + ": zone must be a time zone, was \""
              + zone
              + "\" (for example Europe/Berlin or +02:00)",
          e);
    }
  }

  private Instant reference(Map<String, String> settings, ObjectRef object) {
    String reference = setting(settings, "reference", "");
    if (reference.isEmpty()) {
      return clock.instant();
    }
    try {
      return Instant.parse(reference);
    } catch (DateTimeException e) {
      throw new BadInputException(
          object
              + ": reference must be a moment in UTC, was \""
              + reference
              + "\" (for example 2026-11-21T13:00:00Z)",
          e);
    }
  }
}
