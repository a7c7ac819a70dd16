package org.millrace.manager.security.oidc;

import java.security.Principal;
import java.util.TreeSet;
import org.millrace.engine.control.User;
import org.millrace.manager.security.Users;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says whom the queues' lists would see. */
@RestController
final class WhoPage {
  static final String PATH = "/test/who";

  @GetMapping(PATH)
  String who(Principal principal) {
    User user = Users.of(principal);
    return user.name() + " of " + String.join(", ", new TreeSet<>(user.groups()));
  }
}
