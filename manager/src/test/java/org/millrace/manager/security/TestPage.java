package org.millrace.manager.security;

import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what a page of the console holds: the token of its forms. */
@RestController
final class TestPage {
  static final String PATH = "/test/token";

  @GetMapping(PATH)
  String token(CsrfToken token) {
    return token.getToken();
  }
}
