package org.millrace.manager.support;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** What each operation does in a line, the status of its success, and how one logs in. */
final class OpenApiWords implements OpenApiCustomizer {
  /** By method and path: what it does, and its statuses where 200 is not the one. */
  private static final Map<String, String> SUMMARIES = new TreeMap<>();

  private static final Map<String, Map<String, String>> SUCCESSES =
      Map.of(
          "POST /api/v1/jobs",
          Map.of("201", "Opened", "200", "It was open already, or the key was used before"),
          "POST /api/v1/jobs/{id}/replay",
          Map.of("201", "Opened", "200", "The key was used before"),
          "POST /api/v1/tokens",
          Map.of("201", "Made; its secret is here and nowhere else"),
          "POST /api/v1/users",
          Map.of("201", "Added"),
          "POST /api/v1/sources/{name}/messages",
          Map.of("202", "Stored for good"),
          "DELETE /api/v1/tokens/{id}",
          Map.of("204", "Revoked"),
          "DELETE /api/v1/users/{name}",
          Map.of("204", "Removed"));

  static {
    SUMMARIES.put("GET /api/v1/account", "Who one is: name, role, groups");
    SUMMARIES.put("POST /api/v1/account/password", "Gives oneself another password");
    SUMMARIES.put(
        "GET /api/v1/analytics", "What was done, how long it took and what waited, over time");
    SUMMARIES.put("GET /api/v1/audit", "Who changed what, or tried to, newest first");
    SUMMARIES.put("GET /api/v1/dead-letters", "Tasks that ran out of attempts, newest first");
    SUMMARIES.put(
        "POST /api/v1/dead-letters/discard", "Gives dead tasks up, by ids or by a filter");
    SUMMARIES.put(
        "POST /api/v1/dead-letters/replay", "Tries dead tasks again, by ids or by a filter");
    SUMMARIES.put(
        "GET /api/v1/dead-letters/{id}", "One dead task whole: body, headers, every attempt");
    SUMMARIES.put(
        "POST /api/v1/dead-letters/{id}/replay",
        "Tries one dead task again, also with another body");
    SUMMARIES.put("GET /api/v1/events", "What changes, as it changes, as server-sent events");
    SUMMARIES.put("GET /api/v1/jobs", "Jobs, newest first, by any filter");
    SUMMARIES.put("POST /api/v1/jobs", "Opens a job for an object, or for bytes sent along");
    SUMMARIES.put("GET /api/v1/jobs/{id}", "One job: state, progress, stages, results");
    SUMMARIES.put("POST /api/v1/jobs/{id}/cancel", "Ends a job");
    SUMMARIES.put("GET /api/v1/jobs/{id}/explanation", "Why a job waits, and for how long about");
    SUMMARIES.put("POST /api/v1/jobs/{id}/move", "Moves a job to another queue");
    SUMMARIES.put("POST /api/v1/jobs/{id}/pause", "Holds a job; what is in hand finishes");
    SUMMARIES.put("GET /api/v1/jobs/{id}/replay", "At which stages a new job could begin");
    SUMMARIES.put(
        "POST /api/v1/jobs/{id}/replay",
        "Opens a new job that does this one anew, from the start or a stage on");
    SUMMARIES.put("GET /api/v1/jobs/{id}/results/{name}", "The bytes of a result");
    SUMMARIES.put("POST /api/v1/jobs/{id}/resume", "Lets a paused job go on");
    SUMMARIES.put("POST /api/v1/jobs/{id}/retry", "Tries all dead tasks of a job again");
    SUMMARIES.put("GET /api/v1/pipelines", "Pipelines and their stages");
    SUMMARIES.put("GET /api/v1/queues", "The tree of queues: usage, demand, shares");
    SUMMARIES.put(
        "POST /api/v1/queues/{queue}/pause", "Gives a queue and those below it no more containers");
    SUMMARIES.put(
        "POST /api/v1/queues/{queue}/drain",
        "Has a queue and those below it take no new jobs, and end those they have");
    SUMMARIES.put("POST /api/v1/queues/{queue}/resume", "Ends a pause and a drain of a queue");
    SUMMARIES.put("GET /api/v1/queues/{queue}/settings", "Settings of a queue");
    SUMMARIES.put(
        "PUT /api/v1/queues/{queue}/settings",
        "Changes settings of a queue, in millrace.yaml itself");
    SUMMARIES.put("GET /api/v1/sources", "Where work comes from");
    SUMMARIES.put("GET /api/v1/sources/{name}", "One source, with what is so by default");
    SUMMARIES.put(
        "POST /api/v1/sources/{name}/messages",
        "Sends a message, or a batch of them, as work of a source");
    SUMMARIES.put("GET /api/v1/stages", "Stages that are loaded, with the options in force");
    SUMMARIES.put(
        "GET /api/v1/submission", "What a submission would become, or why it would be refused");
    SUMMARIES.put("GET /api/v1/tokens", "One's own tokens; of all, for administrators");
    SUMMARIES.put("POST /api/v1/tokens", "Makes a token");
    SUMMARIES.put("DELETE /api/v1/tokens/{id}", "Revokes a token");
    SUMMARIES.put("GET /api/v1/users", "Users that are kept here");
    SUMMARIES.put("POST /api/v1/users", "Adds a user");
    SUMMARIES.put("GET /api/v1/users/{name}", "One user");
    SUMMARIES.put(
        "POST /api/v1/users/{name}",
        "Changes a user's role, groups or password; disables, enables");
    SUMMARIES.put("DELETE /api/v1/users/{name}", "Removes a user with all tokens");
    SUMMARIES.put("GET /api/v1/webhooks", "Webhooks that are set");
    SUMMARIES.put(
        "GET /api/v1/webhooks/deliveries", "What could not be told yet, or at all, newest first");
    SUMMARIES.put(
        "POST /api/v1/webhooks/deliveries/{id}/retry", "Tries a delivery for another day");
    SUMMARIES.put("GET /api/v1/workers", "Workers and what runs in them");
    SUMMARIES.put("POST /api/v1/workers/{name}/drain", "Gives a worker no more work");
    SUMMARIES.put("POST /api/v1/workers/{name}/resume", "Gives a drained worker work again");
  }

  @Override
  public void customise(OpenAPI api) {
    if (api.getComponents() == null) {
      api.setComponents(new Components());
    }
    api.getComponents()
        .addSecuritySchemes(
            "basic", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("basic"))
        .addSecuritySchemes(
            "token", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
    api.addSecurityItem(new SecurityRequirement().addList("basic"))
        .addSecurityItem(new SecurityRequirement().addList("token"));
    api.getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .forEach((method, operation) -> describe(method + " " + path, operation)));
  }

  private static void describe(String name, Operation operation) {
    String summary = SUMMARIES.get(name);
    if (summary == null) {
      throw new IllegalStateException(name + ": must have a summary in OpenApiWords");
    }
    operation.setSummary(summary);
    Map<String, String> successes = SUCCESSES.get(name);
    if (successes != null) {
      ApiResponses responses = operation.getResponses();
      ApiResponse usual = responses.remove("200");
      successes.forEach(
          (status, what) ->
              responses.addApiResponse(
                  status, new ApiResponse().description(what).content(usual.getContent())));
    }
  }
}
