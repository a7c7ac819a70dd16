package org.millrace.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.SedaEndpoint;

/**
 * Wakes a route that begins at a seda queue of one place: many nudges while it runs are one more
 * run, and none is lost. Thread-safe; never blocks; without effect while the context is not
 * running.
 */
public final class Nudge implements Runnable {
  private final CamelContext camel;
  private final String uri;

  public Nudge(CamelContext camel, String uri) {
    this.camel = camel;
    this.uri = uri;
  }

  @Override
  public void run() {
    if (camel.getStatus().isStarted()) {
      SedaEndpoint endpoint = camel.getEndpoint(uri, SedaEndpoint.class);
      endpoint.getQueue().offer(endpoint.createExchange());
    }
  }
}
