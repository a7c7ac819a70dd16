package org.millrace.manager.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Adds to the description what controllers do not say: errors, headers, examples. */
final class OpenApiErrors implements OpenApiCustomizer {
  private static final String PROBLEM = "application/problem+json";

  private static final Map<String, String> ERRORS =
      Map.of(
          "400", "It cannot be read: not JSON, a field or a number that is none",
          "401", "Nobody is logged in, or the password or token is wrong",
          "403", "The user may not do that",
          "404", "There is no such thing",
          "409", "The thing's state does not allow it",
          "412", "It has been changed since it was seen: If-Match does not hold",
          "413", "The body is too large",
          "422", "Something given breaks a rule",
          "429", "Too many wrong passwords: wait as Retry-After says",
          "507", "The disk is nearly full: nothing is taken in");

  private static final Map<String, String> EXAMPLES =
      Map.of(
          "/api/v1/analytics",
          """
          {"from":"2026-11-21T13:00:00Z","stepSeconds":60,"series":[{"name":"all","in":[5,7],"done":[4,8],
            "failed":[0,1],"dead":[0,0],"bytes":[1024,2048],"runP50Ms":[1.2,null],"runP95Ms":[3.4,null],
            "waitP50Ms":[10,null],"waitP95Ms":[40,null],"waiting":[9,3.5],"running":[2,2]}],"omitted":0}""");

  @Override
  public void customise(OpenAPI api) {
    api.getComponents().addSchemas("Problem", problem());
    api.getPaths()
        .forEach(
            (path, item) -> {
              item.readOperationsMap().forEach((method, each) -> operation(path, method, each));
              if (EXAMPLES.containsKey(path)) {
                item.getGet()
                    .getResponses()
                    .get("200")
                    .getContent()
                    .values()
                    .forEach(each -> each.setExample(json(EXAMPLES.get(path))));
              }
            });
    api.getPaths()
        .get("/api/v1/events")
        .getGet()
        .getResponses()
        .get("200")
        .setContent(
            new Content()
                .addMediaType(
                    "text/event-stream",
                    new MediaType()
                        .schema(new StringSchema())
                        .example(
                            """
                            id: l0x-17
                            event: job
                            data: {"id":17,"state":"ACTIVE","pipeline":"b2b-logs","queue":"root.partners.acme","source":"acme","progress":0.4}

                            id: l0x-18
                            event: changed
                            data: {"kinds":["jobs","stages"]}
                            """)));
  }

  private static void operation(String path, HttpMethod method, Operation operation) {
    List<String> errors =
        method == HttpMethod.GET
            ? path.contains("{")
                ? List.of("400", "401", "403", "404", "429")
                : List.of("400", "401", "403", "422", "429")
            : path.endsWith("/jobs") || path.endsWith("/messages")
                ? List.of("400", "401", "403", "409", "413", "422", "429", "507")
                : List.of("400", "401", "403", "404", "409", "412", "413", "422", "429");
    for (String status : errors) {
      operation
          .getResponses()
          .addApiResponse(
              status,
              new ApiResponse()
                  .description(ERRORS.get(status))
                  .content(
                      new Content()
                          .addMediaType(
                              PROBLEM,
                              new MediaType()
                                  .schema(new Schema<>().$ref("#/components/schemas/Problem")))));
    }
    if (method == HttpMethod.POST
        && path.matches("/api/v1/jobs/\\{id}/(cancel|move|pause|resume|retry)")) {
      header(operation, "If-Match", "The job's ETag; another one now is 412.");
    }
    if (path.equals("/api/v1/users/{name}") && method != HttpMethod.GET) {
      header(operation, "If-Match", "The user's ETag; another one now is 412.");
    }
    if (method == HttpMethod.PUT && path.equals("/api/v1/queues/{queue}/settings")) {
      header(operation, "If-Match", "The settings' ETag; another one now is 412.");
      operation
          .getRequestBody()
          .description(
              "Those to change, as millrace.yaml calls them; null unsets. Written into the file.")
          .getContent()
          .values()
          .forEach(
              each ->
                  each.setExample(
                      json(
                          "{\"weight\":3,\"maxApplications\":null,\"maxShare\":{\"memory\":\"4Gi\"}}")));
    }
    if (method == HttpMethod.POST && path.equals("/api/v1/jobs")) {
      header(
          operation,
          "Idempotency-Key",
          "A request repeated with its key opens one job, for seven days.");
    }
  }

  private static void header(Operation operation, String name, String what) {
    operation.addParametersItem(
        new Parameter()
            .in("header")
            .name(name)
            .required(false)
            .description(what)
            .schema(new StringSchema()));
  }

  /** As JSON, and not as a text that holds some. */
  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Schema<?> problem() {
    return new ObjectSchema()
        .description("RFC 9457: detail for a person, its parts for a program")
        .addProperty("status", new IntegerSchema())
        .addProperty("title", new StringSchema())
        .addProperty("detail", new StringSchema())
        .addProperty("instance", new StringSchema())
        .addProperty("subject", new StringSchema().description("The thing that is wrong"))
        .addProperty("rule", new StringSchema().description("What it must be"))
        .addProperty("value", new StringSchema().description("What it was"))
        .addProperty("remedy", new StringSchema().description("What to do"))
        .example(
            new TreeMap<>(
                Map.of(
                    "title", "Unprocessable Entity",
                    "status", 422,
                    "detail", "limit: must be from 1 to 500, was \"0\" (page with before=)",
                    "subject", "limit",
                    "rule", "must be from 1 to 500",
                    "value", "0",
                    "remedy", "page with before=")));
  }
}
