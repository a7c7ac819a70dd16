package org.millrace.manager.api;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The API's description. Written when the program is built (a test holds it to the controllers),
 * since writing it at run time costs every start what one reader in a thousand wants.
 */
@RestController
final class OpenApiController {
  private static final Resource DOCUMENT =
      new ClassPathResource("openapi.json", OpenApiController.class);

  @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
  Resource document() {
    return DOCUMENT;
  }
}
