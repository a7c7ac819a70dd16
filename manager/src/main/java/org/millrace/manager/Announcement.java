package org.millrace.manager;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.millrace.manager.home.EndpointsFile;
import org.millrace.manager.home.Home;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Tells clients and people where the system is once it is ready, and takes that back at its end.
 */
final class Announcement {
  private static final Logger LOG = LoggerFactory.getLogger("org.millrace.up");

  private final Home home;
  private final List<Endpoint> endpoints;
  private final Web web;

  Announcement(Home home, List<Endpoint> endpoints, Web web) {
    this.home = home;
    this.endpoints = endpoints;
    this.web = web;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) throws IOException {
    int port =
        ((WebServerApplicationContext) event.getApplicationContext()).getWebServer().getPort();
    Map<String, String> urls = new LinkedHashMap<>();
    urls.put("console", web.url(port));
    endpoints.forEach(endpoint -> urls.put(endpoint.name(), endpoint.uri().toString()));
    web.tls().ifPresent(tls -> urls.put("certificate", tls.certificate().toString()));
    EndpointsFile.write(home, urls);
    web.warn();
    LOG.info("Console and API: {}  (user admin)", urls.get("console"));
    LOG.info("Drop files into {}", home.bucket("inbox").resolve("SOURCE"));
  }

  /** First of all that happens at a stop: no client finds a system that is going away. */
  @EventListener
  void stopping(ContextClosedEvent event) throws IOException {
    EndpointsFile.remove(home);
  }
}
