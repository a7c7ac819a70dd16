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
 * @param region empty for what the SDK finds in the environment
 * @param keys empty for what the SDK finds: environment, profile, the machine's role
 */
public record SqsAccess(Optional<URI> endpoint, Optional<String> region, Optional<Keys> keys) {
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
    return new SqsAccess(
        Optional.of(endpoint), Optional.of("elasticmq"), Optional.of(new Keys("x", "x")));
  }

  /**
   * A new client; nothing is called yet. Close it when done.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException no region was given, and none found
   */
  public SqsClient connect() {
    var builder =
        SqsClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                each -> each.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL));
    endpoint.ifPresent(builder::endpointOverride);
    region.ifPresent(each -> builder.region(Region.of(each)));
    keys.ifPresent(
        each ->
            builder.credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(each.access(), each.secret()))));
    return builder.build();
  }
}
