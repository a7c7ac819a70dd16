package org.millrace.manager.observe;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyConfiguration;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Camel's own metrics of routes (camel-micrometer), counted from the first scrape on: it looks up
 * each meter anew for each exchange, which takes a microsecond, and where nobody scrapes a task
 * should not pay for that. Seven series a route, whatever runs. Thread-safe.
 */
public final class RouteMetrics implements RoutePolicyFactory {
  private final Map<String, Counting> routes = new ConcurrentHashMap<>();
  private MicrometerRoutePolicyFactory camels;

  @Override
  public RoutePolicy createRoutePolicy(CamelContext camel, String id, NamedNode route) {
    return new Counting(camel, id, route);
  }

  /** Begins to count, once; further calls do nothing. */
  synchronized void begin(MeterRegistry registry) {
    if (camels != null) {
      return;
    }
    MicrometerRoutePolicyConfiguration what = new MicrometerRoutePolicyConfiguration();
    // Of all routes together Prometheus makes a sum itself.
    what.setContextEnabled(false);
    // Of a broker's consumer; a task's attempts are the engine's to count.
    what.setExternalRedeliveries(false);
    MicrometerRoutePolicyFactory made = new MicrometerRoutePolicyFactory();
    made.setMeterRegistry(registry);
    made.setSkipCamelInfo(true);
    made.setPolicyConfiguration(what);
    camels = made;
    routes.values().forEach(Counting::begin);
  }

  private synchronized void added(Counting route) {
    routes.put(route.id, route);
    if (camels != null) {
      route.begin();
    }
  }

  private synchronized void removed(Counting route) {
    routes.remove(route.id, route);
  }

  /** One route's policy: nothing until counting begins, then Camel's. */
  private final class Counting extends RoutePolicySupport {
    private final CamelContext camel;
    private final String id;
    private final NamedNode node;
    private Route route;
    private volatile RoutePolicy counts;

    Counting(CamelContext camel, String id, NamedNode node) {
      this.camel = camel;
      this.id = id;
      this.node = node;
    }

    @Override
    public void onInit(Route started) {
      route = started;
      added(this);
    }

    /* Called by one who holds the lock of all. */
    private void begin() {
      RoutePolicy made = camels.createRoutePolicy(camel, id, node);
      made.onInit(route);
      made.onStart(route);
      counts = made;
    }

    @Override
    public void onRemove(Route gone) {
      removed(this);
      if (counts != null) {
        counts.onRemove(gone);
      }
    }

    @Override
    public void onExchangeBegin(Route at, Exchange exchange) {
      RoutePolicy to = counts;
      if (to != null) {
        to.onExchangeBegin(at, exchange);
      }
    }

    @Override
    public void onExchangeDone(Route at, Exchange exchange) {
      RoutePolicy to = counts;
      if (to != null) {
        to.onExchangeDone(at, exchange);
      }
    }
  }
}
