package org.millrace.manager.observe;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.millrace.engine.task.TaskTracer;

/**
 * A span for every attempt at a task, and one for the job when it ends, sent by OTLP over HTTP. A
 * message that comes without a trace belongs to its job's, whose id follows from the job: so all
 * tasks of a job are in one trace, also those after a barrier, and without anybody having kept it.
 * What cannot be sent is dropped, never waited for. Thread-safe.
 */
public final class OtelTracer implements TaskTracer, AutoCloseable {
  private static final AttributeKey<Long> JOB = AttributeKey.longKey("millrace.job");
  private static final AttributeKey<String> TASK = AttributeKey.stringKey("millrace.task");
  private static final AttributeKey<String> STAGE = AttributeKey.stringKey("millrace.stage");
  private static final AttributeKey<String> QUEUE = AttributeKey.stringKey("millrace.queue");
  private static final AttributeKey<String> PIPELINE = AttributeKey.stringKey("millrace.pipeline");
  private static final AttributeKey<String> SOURCE = AttributeKey.stringKey("millrace.source");
  private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("millrace.attempt");
  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
          return carrier.keySet();
        }

        @Override
        public String get(Map<String, String> carrier, String key) {
          return carrier.get(key);
        }
      };

  private final TraceIds ids = new TraceIds();
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  OtelTracer(SpanExporter exporter, String node) {
    provider =
        SdkTracerProvider.builder()
            .setIdGenerator(ids)
            .setResource(
                Resource.getDefault().toBuilder()
                    .put("service.name", "millrace")
                    .put("service.instance.id", node)
                    .build())
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build();
    tracer = provider.get("org.millrace");
  }

  /**
   * @param endpoint the collector's, to which {@code /v1/traces} is added
   * @param node this process's name
   */
  public static OtelTracer to(URI endpoint, String node) {
    String base = endpoint.toString().replaceAll("/+$", "");
    return new OtelTracer(
        OtlpHttpSpanExporter.builder()
            .setEndpoint(base.endsWith("/v1/traces") ? base : base + "/v1/traces")
            .build(),
        node);
  }

  @Override
  public TaskTracer.Trail begin(Started task) {
    SpanBuilder builder =
        tracer
            .spanBuilder("stage " + task.stage())
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(parent(task))
            .setAttribute(JOB, task.jobId())
            .setAttribute(TASK, task.taskId())
            .setAttribute(STAGE, task.stage())
            .setAttribute(QUEUE, task.queue())
            .setAttribute(PIPELINE, task.pipeline())
            .setAttribute(SOURCE, task.source())
            .setAttribute(ATTEMPT, (long) task.attempt());
    Span span = builder.startSpan();
    return new Running(span, span.makeCurrent());
  }

  private static Context parent(Started task) {
    if (task.parent() != null) {
      Context given =
          W3CTraceContextPropagator.getInstance()
              .extract(Context.root(), Map.of(HEADER, task.parent()), GETTER);
      if (Span.fromContext(given).getSpanContext().isValid()) {
        return given;
      }
    }
    SpanContext job = job(task.jobId(), task.begun());
    return Context.root().with(Span.wrap(job));
  }

  /** The root of a job's trace. Its id follows from the job, so its tasks need not have met it. */
  @Override
  public void ended(Ended job) {
    Span span =
        ids.with(
            job(job.jobId(), job.begun()),
            () ->
                tracer
                    .spanBuilder("job " + job.pipeline())
                    .setNoParent()
                    .setStartTimestamp(job.begun(), TimeUnit.MILLISECONDS)
                    .setAttribute(JOB, job.jobId())
                    .setAttribute(QUEUE, job.queue())
                    .setAttribute(PIPELINE, job.pipeline())
                    .setAttribute(SOURCE, job.source())
                    .startSpan());
    if (job.error() != null) {
      span.setStatus(StatusCode.ERROR, job.error());
    }
    span.end(job.ended(), TimeUnit.MILLISECONDS);
  }

  private static SpanContext job(long id, long begun) {
    String hash = hash("job:" + id + ":" + begun);
    return SpanContext.createFromRemoteParent(
        hash.substring(0, 32),
        hash.substring(32, 48),
        TraceFlags.getSampled(),
        TraceState.getDefault());
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Sends what has not been sent, for a few seconds at most. */
  @Override
  public void close() {
    provider.shutdown().join(3, TimeUnit.SECONDS);
  }

  private record Running(Span span, Scope scope) implements TaskTracer.Trail {
    @Override
    public String parentOfWhatItSends() {
      SpanContext context = span.getSpanContext();
      return "00-"
          + context.getTraceId()
          + "-"
          + context.getSpanId()
          + "-"
          + context.getTraceFlags().asHex();
    }

    @Override
    public void end(String error) {
      scope.close();
      if (error != null) {
        span.setStatus(StatusCode.ERROR, error);
      }
      span.end();
    }
  }
}
