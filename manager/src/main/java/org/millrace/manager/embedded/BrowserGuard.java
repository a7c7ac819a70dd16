package org.millrace.manager.embedded;

import java.util.Locale;
import java.util.Set;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.http.HttpFields;
import org.gaul.shaded.org.eclipse.jetty.http.HttpStatus;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/**
 * Refuses what a web page in a browser on this machine could send to an endpoint that asks for no
 * key: requests of another origin, and those whose host name is not this machine's (a name made to
 * point here). S3 clients send neither.
 */
final class BrowserGuard extends Handler.Wrapper {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /** The server has no hook for this; a test fails should a later version hide it elsewhere. */
  static void stand(S3Proxy before) {
    try {
      var field = S3Proxy.class.getDeclaredField("server");
      field.setAccessible(true);
      ((Server) field.get(before)).insertHandler(new BrowserGuard());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "S3 endpoint: its guard against browsers found no place. Indicates a bug.", e);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpFields headers = request.getHeaders();
    if (headers.contains("Origin") || headers.contains("Sec-Fetch-Site")) {
      return refuse(request, response, callback, "requests of web pages are refused");
    }
    String host = String.valueOf(Request.getServerName(request)).toLowerCase(Locale.ROOT);
    if (!LOCAL.contains(host) && !host.endsWith(".localhost")) {
      return refuse(request, response, callback, "the host must be localhost or 127.0.0.1");
    }
    return super.handle(request, response, callback);
  }

  private static boolean refuse(
      Request request, Response response, Callback callback, String reason) {
    Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403, reason);
    return true;
  }
}
