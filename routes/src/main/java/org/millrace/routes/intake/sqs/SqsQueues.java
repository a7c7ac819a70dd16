package org.millrace.routes.intake.sqs;

import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Where queues are that sources name.
 *
 * @param client asked when the first source names a queue; closed by whoever made it
 * @param own whether the server is this system's own, where queues that are not there are made
 */
public record SqsQueues(Supplier<SqsClient> client, boolean own) {}
