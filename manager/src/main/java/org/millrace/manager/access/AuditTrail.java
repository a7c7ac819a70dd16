package org.millrace.manager.access;

import jakarta.servlet.http.HttpServletRequest;
import org.millrace.engine.Json;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * What a request's audit entry will say beyond what the request shows by itself. Whoever handles a
 * request may add to it by the static methods; away from a request these do nothing. Values become
 * JSON and must hold no secret.
 */
public final class AuditTrail {
  private static final String ATTRIBUTE = AuditTrail.class.getName();
  private static final int LONGEST = 4_000;
  // Quoted again it must still fit.
  private static final int CUT = 1_900;

  private String subject;
  private Object before;
  private Object after;
  private boolean refused;

  private AuditTrail() {}

  /** The request's own. */
  public static AuditTrail of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof AuditTrail trail) {
      return trail;
    }
    AuditTrail trail = new AuditTrail();
    request.setAttribute(ATTRIBUTE, trail);
    return trail;
  }

  /** Names what is changed, where the address does not. */
  public static void subject(String subject) {
    AuditTrail trail = current();
    trail.subject = subject;
  }

  /** What was, as far as it is changed. */
  public static void before(Object state) {
    current().before = state;
  }

  /** What is now. */
  public static void after(Object state) {
    current().after = state;
  }

  /** Says that nothing was done, where the answer's status does not. */
  public void refused() {
    refused = true;
  }

  public boolean isRefused() {
    return refused;
  }

  public boolean saysAfter() {
    return after != null;
  }

  public void setBefore(Object state) {
    before = state;
  }

  public void setAfter(Object state) {
    after = state;
  }

  public void setSubject(String name) {
    subject = name;
  }

  public String subjectOr(String otherwise) {
    return subject == null ? otherwise : subject;
  }

  /** JSON, or null. */
  public String beforeJson() {
    return json(before);
  }

  /** JSON, or null. */
  public String afterJson() {
    return json(after);
  }

  private static AuditTrail current() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes now
        ? of(now.getRequest())
        : new AuditTrail();
  }

  private static String json(Object state) {
    if (state == null) {
      return null;
    }
    String json = Json.write(state);
    return json.length() <= LONGEST ? json : Json.write(json.substring(0, CUT) + "…");
  }
}
