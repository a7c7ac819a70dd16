package org.millrace.manager.security.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.millrace.engine.Json;

/**
 * A small OpenID provider: whoever comes is logged in at once, as the person that the test set. It
 * holds the client to what the standard asks: its secret, PKCE, and each code once.
 */
final class IdentityProvider implements AutoCloseable {
  static final String CLIENT = "millrace";
  static final String SECRET = "a-client-secret-to-plant";

  private final HttpServer server;
  private final RSAKey key;
  private final Map<String, Map<String, String>> codes = new HashMap<>();
  private volatile Map<String, Object> person = Map.of();

  IdentityProvider() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/.well-known/openid-configuration", at -> json(at, 200, discovery()));
    server.createContext("/jwks", at -> json(at, 200, new JWKSet(key).toJSONObject()));
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Who logs in from now on. */
  void person(Map<String, Object> claims) {
    person = claims;
  }

  /** A token as a program would bring it. */
  String token(String audience, Date expires, RSAKey signer, Map<String, Object> claims)
      throws JOSEException {
    JWTClaimsSet.Builder set =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject("subject-1")
            .audience(audience)
            .issueTime(new Date(expires.getTime() - 60_000))
            .expirationTime(expires);
    claims.forEach(set::claim);
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), set.build());
    token.sign(new RSASSASigner(signer));
    return token.serialize();
  }

  RSAKey key() {
    return key;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private Map<String, Object> discovery() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", issuer());
    document.put("authorization_endpoint", issuer() + "/authorize");
    document.put("token_endpoint", issuer() + "/token");
    document.put("jwks_uri", issuer() + "/jwks");
    document.put("response_types_supported", new String[] {"code"});
    document.put("subject_types_supported", new String[] {"public"});
    document.put("scopes_supported", new String[] {"openid", "profile", "groups"});
    document.put("id_token_signing_alg_values_supported", new String[] {"RS256"});
    return document;
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = fields(exchange.getRequestURI().getRawQuery());
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    exchange
        .getResponseHeaders()
        .add(
            "Location",
            asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state"));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> asked = fields(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    Map<String, String> begun = codes.remove(asked.get("code"));
    String basic =
        "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(UTF_8));
    boolean known = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (begun == null || !known || !begun.get("code_challenge").equals(challenge(asked))) {
      json(exchange, 400, Map.of("error", "invalid_grant"));
      return;
    }
    Map<String, Object> claims = new HashMap<>(person);
    if (begun.containsKey("nonce")) {
      claims.put("nonce", begun.get("nonce"));
    }
    try {
      Date soon = new Date(new Date().getTime() + 60_000);
      json(
          exchange,
          200,
          Map.of(
              "access_token",
              "an-access-token-to-plant",
              "token_type",
              "Bearer",
              "scope",
              begun.get("scope"),
              "id_token",
              token(CLIENT, soon, key, claims)));
    } catch (JOSEException e) {
      throw new IOException(e);
    }
  }

  private static String challenge(Map<String, String> asked) throws IOException {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(asked.getOrDefault("code_verifier", "").getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  private static Map<String, String> fields(String query) {
    return Arrays.stream(query.split("&"))
        .map(each -> each.split("=", 2))
        .collect(Collectors.toMap(each -> each[0], each -> URLDecoder.decode(each[1], UTF_8)));
  }

  private static void json(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = Json.bytes(body);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
