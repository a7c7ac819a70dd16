package org.millrace.manager.support;

import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.List;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

/** Describes the API from its controllers. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:openapi-test.properties")
@ImportAutoConfiguration({
  PropertyPlaceholderAutoConfiguration.class,
  SpringDocConfiguration.class,
  SpringDocConfigProperties.class,
  SpringDocWebMvcConfiguration.class
})
public class OpenApiParts {
  /** Where the description is found, beside the committed one. */
  public static final String PATH = "/generated-api-docs";

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Millrace")
                .version("v1")
                .description(
                    "Jobs, stages, pipelines, sources, users, tokens and the audit log. HTTP basic, or"
                        + " a bearer token. Fields that are not known are refused. Errors are RFC 9457 problem details."));
  }

  /** A message is whatever the request's body is. */
  @Bean
  OpenApiCustomizer messageBodies() {
    return api -> {
      Operation send = api.getPaths().get("/api/v1/sources/{name}/messages").getPost();
      send.setDescription(
          "Takes one message, the body whatever its type, or with application/x-ndjson one a line;"
              + " all or nothing. The answer comes when they are stored for good.");
      send.addParametersItem(
          key("A request repeated with its key has one effect, for seven days."));
      api.getPaths()
          .get("/api/v1/jobs/{id}/replay")
          .getPost()
          .addParametersItem(key("A request repeated with its key opens one job, for seven days."));
      Content content = new Content();
      for (String type : List.of("*/*", "application/x-ndjson")) {
        content.addMediaType(type, new MediaType().schema(new StringSchema().format("binary")));
      }
      send.setRequestBody(new RequestBody().required(true).content(content));
    };
  }

  private static Parameter key(String description) {
    return new Parameter()
        .in("header")
        .name("Idempotency-Key")
        .required(false)
        .description(description)
        .schema(new StringSchema());
  }

  /** Every operation's errors are problem documents, and what is listed has an example. */
  @Bean
  OpenApiCustomizer errorsAndExamples() {
    return api -> {
      new OpenApiErrors().customise(api);
      new OpenApiWords().customise(api);
      new OpenApiExamples().customise(api);
    };
  }

  @Bean
  ModelResolver names(ObjectMapperProvider json) {
    return new ModelResolver(json.jsonMapper(), new OpenApiNames());
  }

  /** What the controller reads by hand, since asking for parameters would eat the body. */
  @Bean
  OpenApiCustomizer uploads() {
    return api -> {
      Operation submit = api.getPaths().get("/api/v1/jobs").getPost();
      submit.setOperationId("submit");
      submit.setDescription(
          "Opens a job: JSON names an object in a bucket; any other content type is the bytes of a"
              + " file, and then the query says what JSON would.");
      for (String name : List.of("name", "pipeline", "queue", "source")) {
        submit.addParametersItem(
            new Parameter().in("query").name(name).required(false).schema(new StringSchema()));
      }
      submit
          .getRequestBody()
          .getContent()
          .addMediaType(
              "application/octet-stream",
              new MediaType().schema(new StringSchema().format("binary")));
    };
  }
}
