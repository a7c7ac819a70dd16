package org.millrace.engine.transport.sqs;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Where SQS is and who calls it.
 *
 * @param endpoint empty for Amazon's own of the region
 * @param region as Amazon names it
 * @param keys empty for what the SDK finds: environment, profile, the machine's role
 */
public record SqsAccess(Optional<URI> endpoint, String region, Optional<Keys> keys) {
  /** Longer than any long poll. */
  private static final Duration ATTEMPT = Duration.ofSeconds(30);

  private static final Duration CALL = Duration.ofSeconds(60);

  /** A key pair. The secret is in no text made of this. */
  public record Keys(String access, String secret) {
    @Override
    public String toString() {
      return access + ":***";
    }
  }

  /** A server on this machine, which takes any keys. */
  public static SqsAccess local(URI endpoint) {
    return new SqsAccess(Optional.of(endpoint), "elasticmq", Optional.of(new Keys("x", "x")));
  }

  /** Where requests go. */
  public URI address() {
    return endpoint.orElseGet(() -> URI.create("https://sqs." + region + ".amazonaws.com"));
  }

  /** A new client; nothing is called yet. Close it when done. */
  public SqsClient connect() {
    var builder =
        SqsClient.builder()
            .region(Region.of(region))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                each -> each.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL));
    endpoint.ifPresent(builder::endpointOverride);
    keys.ifPresent(
        each ->
            builder.credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(each.access(), each.secret()))));
    return builder.build();
  }
}
