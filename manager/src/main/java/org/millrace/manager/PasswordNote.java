package org.millrace.manager;

import java.io.PrintWriter;
import org.millrace.manager.home.AdminPassword;
import org.millrace.manager.home.Home;

/** Says the admin password once, at the start that made it; never by way of the log. */
final class PasswordNote {
  private PasswordNote() {}

  static void print(Server server, Home home, PrintWriter out) {
    AdminPassword password = server.context().getBean(AdminPassword.class);
    if (password.created()) {
      out.println("Password of user admin: " + password.value());
      out.println("It is kept in " + home.adminPassword() + " and not shown again.");
      out.flush();
    }
  }
}
