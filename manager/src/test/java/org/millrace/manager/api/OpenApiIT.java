package org.millrace.manager.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.support.OpenApiParts;
import org.millrace.manager.support.RunningSystem;

/**
 * Holds the description of the API to the controllers. After a change of the API, {@code
 * -Dopenapi.write=true} writes it anew.
 */
class OpenApiIT {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private static final Path DOCUMENT =
      Path.of("src/main/resources/org/millrace/manager/api/openapi.json");

  @TempDir Path dir;

  @Test
  void theDescriptionServedIsThatOfTheControllers() throws Exception {
    try (RunningSystem system = RunningSystem.in(dir, OpenApiParts.class)) {
      ObjectNode generated = (ObjectNode) get(system, OpenApiParts.PATH);
      // Says where this test's server listened.
      generated.remove("servers");
      if (Boolean.getBoolean("openapi.write")) {
        Files.writeString(
            DOCUMENT, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(generated) + "\n");
      }
      JsonNode committed = JSON.readTree(DOCUMENT.toFile());

      assertThat(generated)
          .as("%s: run this test with -Dopenapi.write=true and commit the file", DOCUMENT)
          .isEqualTo(committed);
      assertThat(withoutExample(generated)).as("JSON bodies without an example").isEmpty();
      assertThat(get(system, "/v3/api-docs").path("paths").has("/api/v1/jobs")).isTrue();
    }
  }

  private static List<String> withoutExample(JsonNode api) {
    List<String> without = new ArrayList<>();
    api.path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fields()
                    .forEachRemaining(
                        operation ->
                            operation
                                .getValue()
                                .findParents("application/json")
                                .forEach(
                                    content -> {
                                      JsonNode json = content.path("application/json");
                                      boolean binary =
                                          json.at("/schema/format").asText().equals("binary");
                                      if (!binary && !json.path("example").isContainerNode()) {
                                        without.add(operation.getKey() + " " + path.getKey());
                                      }
                                    })));
    return without;
  }

  private static JsonNode get(RunningSystem system, String path)
      throws IOException, InterruptedException {
    String credentials = "admin:" + system.password();
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(system.url() + path))
                    .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)))
                    .build(),
                BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }
}
