package org.millrace.manager.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.millrace.engine.analytics.Analytics;
import org.millrace.engine.analytics.Analytics.By;
import org.millrace.engine.analytics.Analytics.Filter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Makes the pages that people open first and their charts once, a while after the system is ready,
 * and throws them away: classes, templates and statements take several times as long at first, and
 * the first who looks would wait for them. Neither the start nor the first job waits for this.
 */
final class FirstClick implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(FirstClick.class);
  private static final long AFTER_SECONDS = 2;
  private static final int MINUTES = 60;
  private static final int MOST_MILLIS = 5_000;

  private final List<Prepared> pages;
  private final Analytics analytics;
  private final ObjectMapper json;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(FirstClick::thread);

  FirstClick(List<Prepared> pages, Analytics analytics, ObjectMapper json) {
    this.pages = pages;
    this.analytics = analytics;
    this.json = json;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent ready) {
    ConfigurableApplicationContext context = ready.getApplicationContext();
    thread.schedule(() -> prepare(context), AFTER_SECONDS, TimeUnit.SECONDS);
    // What is scheduled is still done; then the thread ends.
    thread.shutdown();
  }

  private void prepare(ConfigurableApplicationContext context) {
    try {
      if (context instanceof WebServerApplicationContext web) {
        askForLogin(web);
      }
      makeAll();
    } catch (Exception e) {
      LOG.debug("Whoever opens the console first waits a little longer: {}", e.toString());
    }
  }

  /**
   * @return how many pages
   */
  int makeAll() throws IOException {
    pages.forEach(Prepared::prepare);
    json.writeValueAsBytes(analytics.read(MINUTES, By.ALL, Filter.ALL));
    json.writeValueAsBytes(analytics.read(MINUTES, By.QUEUE, Filter.ALL));
    return pages.size();
  }

  /** From the server itself, as a browser does; where that needs a certificate it is left out. */
  private static void askForLogin(WebServerApplicationContext web) throws IOException {
    Environment settings = web.getEnvironment();
    if (settings.containsProperty("server.ssl.certificate")) {
      return;
    }
    InetAddress address = InetAddress.getByName(settings.getProperty("server.address"));
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    URL url = new URL("http", host, web.getWebServer().getPort(), "/login");
    URLConnection connection = url.openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(MOST_MILLIS);
    connection.setReadTimeout(MOST_MILLIS);
    try (InputStream in = connection.getInputStream()) {
      in.readAllBytes();
    }
  }

  @Override
  public void destroy() {
    thread.shutdownNow();
  }

  private static Thread thread(Runnable what) {
    Thread thread = new Thread(what, "console-first-click");
    thread.setDaemon(true);
    return thread;
  }
}
