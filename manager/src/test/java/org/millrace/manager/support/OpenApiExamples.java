package org.millrace.manager.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Gives every JSON body an example, put together from its schema and from values by the names of
 * properties ({@code openapi-examples.json}); those of a schema go first ({@code NewToken.name}). A
 * property without a value fails, so no example is made up of nothing.
 */
final class OpenApiExamples implements OpenApiCustomizer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REF = "#/components/schemas/";

  private final JsonNode values = values();

  @Override
  public void customise(OpenAPI api) {
    Map<String, Schema> schemas = api.getComponents().getSchemas();
    api.getPaths()
        .values()
        .forEach(
            path ->
                path.readOperations()
                    .forEach(
                        operation -> {
                          if (operation.getRequestBody() != null) {
                            give(operation.getRequestBody().getContent(), schemas);
                          }
                          operation.getResponses().entrySet().stream()
                              .filter(each -> each.getKey().startsWith("2"))
                              .forEach(each -> give(each.getValue().getContent(), schemas));
                        }));
  }

  private void give(Content content, Map<String, Schema> schemas) {
    if (content == null || content.get("application/json") == null) {
      return;
    }
    MediaType json = content.get("application/json");
    if (json.getExample() == null && json.getSchema().get$ref() != null) {
      json.setExample(of(json.getSchema().get$ref(), schemas, new HashSet<>()));
    }
  }

  private JsonNode of(String ref, Map<String, Schema> schemas, Set<String> within) {
    String name = ref.substring(REF.length());
    ObjectNode example = JSON.createObjectNode();
    Map<String, Schema<?>> properties = properties(schemas.get(name));
    within.add(name);
    properties.forEach(
        (property, schema) -> example.set(property, of(name, property, schema, schemas, within)));
    within.remove(name);
    return example;
  }

  private JsonNode of(
      String owner,
      String property,
      Schema<?> schema,
      Map<String, Schema> schemas,
      Set<String> within) {
    JsonNode value = values.path(owner + "." + property);
    if (!value.isMissingNode()) {
      return value;
    }
    if (schema.get$ref() != null) {
      return of(schema.get$ref(), schemas, within);
    }
    if (schema.getItems() != null && schema.getItems().get$ref() != null) {
      ArrayNode items = JSON.createArrayNode();
      String ref = schema.getItems().get$ref();
      // A tree's leaf has no children.
      return within.contains(ref.substring(REF.length()))
          ? items
          : items.add(of(ref, schemas, within));
    }
    value = values.path(property);
    if (value.isMissingNode()) {
      throw new IllegalStateException(
          "openapi-examples.json: must have a value for " + owner + "." + property);
    }
    return value;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, Schema<?>> properties(Schema schema) {
    return schema.getProperties() == null ? Map.of() : schema.getProperties();
  }

  private static JsonNode values() {
    try (InputStream in = OpenApiExamples.class.getResourceAsStream("/openapi-examples.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
