package org.millrace.manager.observe;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;

/** Ids by chance, but for a span whose ids are known before it begins. Thread-safe. */
final class TraceIds implements IdGenerator {
  private final IdGenerator chance = IdGenerator.random();
  private final ThreadLocal<SpanContext> given = new ThreadLocal<>();

  /** What begins meanwhile on this thread has these ids. */
  <T> T with(SpanContext ids, Supplier<T> begin) {
    given.set(ids);
    try {
      return begin.get();
    } finally {
      given.remove();
    }
  }

  @Override
  public String generateSpanId() {
    SpanContext ids = given.get();
    return ids == null ? chance.generateSpanId() : ids.getSpanId();
  }

  @Override
  public String generateTraceId() {
    SpanContext ids = given.get();
    return ids == null ? chance.generateTraceId() : ids.getTraceId();
  }
}
