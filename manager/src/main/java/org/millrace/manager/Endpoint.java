package org.millrace.manager;

import java.net.URI;

/**
 * An address under which a part of the system is reached. Each bean of this type stands in {@code
 * endpoints.json}.
 *
 * @param name {@code s3}, {@code sqs} or {@code broker}
 */
public record Endpoint(String name, URI uri) {}
