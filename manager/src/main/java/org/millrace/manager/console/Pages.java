package org.millrace.manager.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Renders pages. A page that refreshes itself asks for its own address with {@code HX-Request}, and
 * is answered with its part {@code #live} alone. Thread-safe. The templates' engine is made when
 * the first page is asked for: a start does not wait for it.
 */
final class Pages {
  private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
  private static final Set<String> LIVE = Set.of("#live");
  private static final Duration SHARED = Duration.ofSeconds(1);
  private static final int MOST_SHARED = 1000;

  private final Supplier<SpringTemplateEngine> engine = new Once<>(Pages::engine);
  private final Cache<String, String> shared =
      Caffeine.newBuilder().expireAfterWrite(SHARED).maximumSize(MOST_SHARED).build();

  /** A page whose live part depends on who looks. */
  ResponseEntity<String> page(HttpServletRequest request, String template, Map<String, ?> model) {
    return answer(HttpStatus.OK, render(request, template, model));
  }

  /**
   * A page whose live part is the same for everybody: it is made once a second for all who ask for
   * the same address, so that many browsers cost as much as one.
   */
  ResponseEntity<String> shared(
      HttpServletRequest request, String template, Supplier<Map<String, ?>> model) {
    return shared(request, template, "", model);
  }

  /**
   * @param kind of people for whom the live part is the same
   */
  ResponseEntity<String> shared(
      HttpServletRequest request, String template, String kind, Supplier<Map<String, ?>> model) {
    if (!refreshes(request)) {
      return page(request, template, model.get());
    }
    String key = kind + request.getRequestURI() + "?" + request.getQueryString();
    return answer(HttpStatus.OK, shared.get(key, any -> render(request, template, model.get())));
  }

  ResponseEntity<String> error(
      HttpServletRequest request, HttpStatus status, Map<String, ?> model) {
    return answer(status, render(request, "error", model));
  }

  /** Renders a page for nobody: whoever asks next finds the template read and all that it needs. */
  void prepare(String template, Map<String, ?> model) {
    Map<String, Object> all = new HashMap<>(model);
    all.put("show", Show.INSTANCE);
    all.put("viewer", Viewer.NOBODY);
    all.put("here", "/");
    engine.get().process(template, new Context(Locale.ROOT, all));
  }

  private String render(HttpServletRequest request, String template, Map<String, ?> model) {
    Map<String, Object> all = new HashMap<>(model);
    all.put("show", Show.INSTANCE);
    if (refreshes(request)) {
      return engine.get().process(template, LIVE, new Context(Locale.ROOT, all));
    }
    all.put("viewer", Viewer.of(request));
    all.put("here", here(request));
    return engine.get().process(template, new Context(Locale.ROOT, all));
  }

  private static boolean refreshes(HttpServletRequest request) {
    return "true".equals(request.getHeader("HX-Request"));
  }

  /** The address that the page asks again. */
  private static String here(HttpServletRequest request) {
    String query = request.getQueryString();
    return request.getRequestURI() + (query == null ? "" : "?" + query);
  }

  private static ResponseEntity<String> answer(HttpStatus status, String html) {
    return ResponseEntity.status(status)
        .contentType(HTML)
        .header(HttpHeaders.VARY, "HX-Request")
        .body(html);
  }

  private static SpringTemplateEngine engine() {
    ClassLoaderTemplateResolver templates =
        new ClassLoaderTemplateResolver(Pages.class.getClassLoader());
    templates.setPrefix("templates/");
    templates.setSuffix(".html");
    templates.setTemplateMode(TemplateMode.HTML);
    templates.setCharacterEncoding("UTF-8");
    SpringTemplateEngine engine = new SpringTemplateEngine();
    engine.setTemplateResolver(templates);
    engine.setEnableSpringELCompiler(true);
    return engine;
  }
}
