package org.millrace.engine.announce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Somebody's server, which answers as it is told. */
final class HookServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Deque<Integer>> answers = new ConcurrentHashMap<>();
  private final Map<String, String> redirects = new ConcurrentHashMap<>();
  private final Map<String, Boolean> hanging = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  record Request(String path, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(each -> each.getKey().equalsIgnoreCase(name))
          .map(each -> each.getValue().get(0))
          .findFirst()
          .orElse("");
    }
  }

  HookServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** The statuses of its next answers; the last one stays. */
  void answers(String path, int... statuses) {
    Deque<Integer> next = new ArrayDeque<>();
    for (int each : statuses) {
      next.add(each);
    }
    answers.put(path, next);
  }

  void redirects(String path, String to) {
    redirects.put(path, to);
  }

  void hangsAt(String path) {
    hanging.put(path, true);
  }

  List<Request> at(String path) {
    return requests.stream().filter(each -> each.path().equals(path)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.add(new Request(path, Map.copyOf(exchange.getRequestHeaders()), body));
    if (hanging.containsKey(path)) {
      hang();
    }
    int status = 200;
    if (redirects.containsKey(path)) {
      exchange.getResponseHeaders().add("Location", uri(redirects.get(path)).toString());
      status = 302;
    } else if (answers.containsKey(path)) {
      Deque<Integer> next = answers.get(path);
      status = next.size() > 1 ? next.remove() : next.peek();
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void hang() {
    try {
      closed.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
