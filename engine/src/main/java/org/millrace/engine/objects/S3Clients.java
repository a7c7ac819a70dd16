package org.millrace.engine.objects;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes S3 clients that start quickly. */
public final class S3Clients {

  private S3Clients() {}

  /**
   * A client for a server given by address: bucket names stand in the path, and nothing is read
   * from the environment. Close it when done.
   */
  public static S3Client at(URI endpoint, AwsCredentialsProvider credentials) {
    return of(Optional.of(endpoint), Region.US_EAST_1.id(), credentials);
  }

  /** A client for Amazon's own S3, or for a server given by address. Close it when done. */
  public static S3Client of(
      Optional<URI> endpoint, String region, AwsCredentialsProvider credentials) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(region))
            .credentialsProvider(credentials)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(o -> o.addExecutionInterceptor(new WithoutExpect()))
            .httpClientBuilder(UrlConnectionHttpClient.builder());
    endpoint.ifPresent(at -> builder.endpointOverride(at).forcePathStyle(true));
    return builder.build();
  }

  /**
   * The JDK's client loses the race between "100 Continue" and a connection that closes, in a way
   * that the SDK does not retry; so nothing asks for one.
   */
  private static final class WithoutExpect implements ExecutionInterceptor {
    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      return context.httpRequest().copy(request -> request.removeHeader("Expect"));
    }
  }
}
