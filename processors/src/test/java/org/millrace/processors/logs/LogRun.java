package org.millrace.processors.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.TypeConverterExists;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.SimpleTypeConverter;
import org.millrace.engine.intake.Message;
import org.millrace.engine.objects.ObjectRef;

/** Runs the three processors over one input, all that passes between them as JSON. */
final class LogRun {
  static final Instant NOW = Instant.parse("2026-11-21T13:30:00Z");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CamelContext CAMEL = camel();

  final MemoryStore store = new MemoryStore();
  private final Map<String, String> settings = new HashMap<>();
  private SplitLimits limits = SplitLimits.DEFAULT;
  private int maxGroups = GroupTable.MAX_GROUPS;
  private List<?> chunks;

  private LogRun() {}

  /** Converts maps to records, as the engine does. */
  private static CamelContext camel() {
    CamelContext camel = new DefaultCamelContext();
    TypeConverterRegistry registry = camel.getTypeConverterRegistry();
    registry.setTypeConverterExists(TypeConverterExists.Ignore);
    for (Class<?> type : List.of(ObjectRef.class, Chunk.class, Partial.class)) {
      registry.addTypeConverter(
          type,
          Map.class,
          new SimpleTypeConverter(false, (to, exchange, value) -> JSON.convertValue(value, to)));
    }
    return camel;
  }

  static LogRun withDefaults() {
    return new LogRun();
  }

  LogRun set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  LogRun chunks(long size) {
    limits = limits.withChunkBytes(size);
    return this;
  }

  LogRun maxLine(int size) {
    limits = limits.withMaxLine(size);
    return this;
  }

  LogRun limits(SplitLimits all) {
    limits = all;
    return this;
  }

  LogRun maxGroups(int count) {
    maxGroups = count;
    return this;
  }

  LogRun maxRead(int bytes) {
    store.maxRead = bytes;
    return this;
  }

  Outcome of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  Outcome of(byte[] bytes) {
    return of(store.put("input.log", bytes));
  }

  Outcome of(ObjectRef object) {
    try {
      Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
      chunks = (List<?>) run(new SplitProcessor(store, limits, clock), "split", wire(object));
      ParseProcessor parse = new ParseProcessor(store);
      List<Object> partials = new ArrayList<>();
      for (Object chunk : chunks) {
        partials.add(wire(run(parse, "parse" + partials.size(), wire(chunk))));
      }
      Collections.reverse(partials);
      run(new SummariseProcessor(store, maxGroups), "summarise", partials);
      return outcome();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Over messages, numbered from 0. */
  Outcome ofMessages(Object... bodies) throws Exception {
    List<Object> partials = new ArrayList<>();
    for (int number = 0; number < bodies.length; number++) {
      Exchange exchange = exchange("split" + number, bodies[number]);
      exchange.getMessage().setHeader(Message.NUMBER, number);
      new SplitProcessor(store, limits, Clock.fixed(NOW, ZoneOffset.UTC)).process(exchange);
      for (Object chunk : exchange.getMessage().getBody(List.class)) {
        ParseProcessor parse = new ParseProcessor(store);
        partials.add(wire(run(parse, "parse" + partials.size(), wire(chunk))));
      }
    }
    Collections.reverse(partials);
    run(new SummariseProcessor(store, maxGroups), "summarise", partials);
    return outcome();
  }

  int chunkCount() {
    return chunks.size();
  }

  private Object run(Processor processor, String task, Object body) throws Exception {
    Exchange exchange = exchange(task, body);
    processor.process(exchange);
    return exchange.getMessage().getBody();
  }

  private Exchange exchange(String task, Object body) {
    Exchange exchange = new DefaultExchange(CAMEL);
    exchange.setProperty(TestTask.PROPERTY, new TestTask(store, task, Map.copyOf(settings)));
    exchange.getMessage().setBody(body);
    return exchange;
  }

  private static Object wire(Object body) throws JsonProcessingException {
    return JSON.readValue(JSON.writeValueAsString(body), Map.class);
  }

  private Outcome outcome() throws IOException {
    JsonNode json = JSON.readTree(result("summary.json"));
    return new Outcome(
        csv("summary.csv").stream().map(r -> String.join(",", r.getFields())).toList(),
        csv("rejects.csv").stream()
            .map(r -> new Reject(Long.parseLong(r.getField(0)), r.getField(1), r.getField(2)))
            .toList(),
        json);
  }

  String result(String name) {
    return new String(
        store.bytes(store.find("results", "7/" + name).orElseThrow()), StandardCharsets.UTF_8);
  }

  private List<CsvRecord> csv(String name) {
    List<CsvRecord> rows =
        CsvReader.builder().skipEmptyLines(false).ofCsvRecord(result(name)).stream().toList();
    return rows.subList(1, rows.size());
  }

  /** The results; rows are {@code source,hour,outcome,records,bytes}. */
  record Outcome(List<String> rows, List<Reject> rejects, JsonNode json) {
    long records() {
      return json.at("/totals/records").asLong();
    }

    String format() {
      return json.at("/format").asText();
    }

    /** All but the time it took. */
    List<Object> content() {
      return List.of(rows, rejects, format(), json.at("/totals"), json.at("/flags"));
    }

    List<Long> rejectedLines() {
      return rejects.stream().map(Reject::line).toList();
    }

    List<String> reasons() {
      return rejects.stream().map(Reject::reason).toList();
    }
  }
}
