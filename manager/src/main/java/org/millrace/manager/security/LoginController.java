package org.millrace.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The login page. It makes no session, so nobody who has not logged in can fill memory with them.
 */
@Controller
final class LoginController {
  private final Optional<SingleSignOn> singleSignOn;

  LoginController(ObjectProvider<SingleSignOn> singleSignOn) {
    this.singleSignOn = Optional.ofNullable(singleSignOn.getIfAvailable());
  }

  @GetMapping(LoginTarget.LOGIN)
  String login(
      HttpServletRequest request,
      Authentication user,
      @RequestParam Optional<String> wrong,
      @RequestParam Optional<String> refused,
      @RequestParam Optional<String> failed,
      @RequestParam Optional<String> out,
      @RequestParam("wait") Optional<Integer> seconds,
      Model model) {
    String next = LoginTarget.of(request);
    if (user != null && user.isAuthenticated()) {
      return "redirect:" + next;
    }
    String message =
        seconds
            .map(each -> "Too many logins have failed. Try again in " + each + " s.")
            .or(() -> wrong.map(each -> "That name and password do not fit."))
            .or(() -> refused.map(each -> "You were recognised, but have no role here."))
            .or(() -> failed.map(each -> "Single sign-on does not work now. The log says why."))
            .orElse("");
    model.addAttribute("problem", message);
    model.addAttribute("notice", out.map(each -> "You are logged out.").orElse(""));
    model.addAttribute("next", next);
    model.addAttribute("singleSignOn", singleSignOn.map(SingleSignOn::start).orElse(""));
    return "login";
  }
}
