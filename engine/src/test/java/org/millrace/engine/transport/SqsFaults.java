package org.millrace.engine.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.OverLimitException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** Makes calls to SQS go wrong, as they do. */
final class SqsFaults implements ExecutionInterceptor {
  /** The first entry of the next batch sent is not taken. */
  volatile boolean loseOne;

  /** The next batch sent is taken, and the answer says that it was not. */
  volatile boolean hideSuccess;

  /** No message is deleted. */
  volatile boolean keepAll;

  /** After so many calls nothing more is received; below zero there is no limit. */
  final AtomicInteger receives = new AtomicInteger(-1);

  /** Nothing can be sent alone, as what is refused is. */
  volatile boolean noDeadLetters;

  /** No message is given back. */
  volatile boolean holdAll;

  private volatile List<SendMessageBatchRequestEntry> lost = List.of();

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    if (keepAll && context.request() instanceof DeleteMessageBatchRequest) {
      throw SdkClientException.create("the connection is gone");
    }
    if (context.request() instanceof ReceiveMessageRequest
        && receives.get() >= 0
        && receives.getAndDecrement() <= 0) {
      receives.set(0);
      throw OverLimitException.builder().message("too many messages in flight").build();
    }
    if (noDeadLetters && context.request() instanceof SendMessageRequest) {
      throw SdkClientException.create("access denied");
    }
    if (holdAll && context.request() instanceof ChangeMessageVisibilityBatchRequest) {
      throw SdkClientException.create("the connection is gone");
    }
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    if (loseOne && context.request() instanceof SendMessageBatchRequest batch) {
      loseOne = false;
      lost = batch.entries().subList(0, 1);
      return batch.toBuilder().entries(batch.entries().subList(1, batch.entries().size())).build();
    }
    return context.request();
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    if (!(context.response() instanceof SendMessageBatchResponse sent)) {
      return context.response();
    }
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    lost.forEach(each -> failed.add(failure(each.id())));
    lost = List.of();
    if (hideSuccess) {
      hideSuccess = false;
      sent.successful().forEach(each -> failed.add(failure(each.id())));
      return sent.toBuilder().successful(List.of()).failed(failed).build();
    }
    return sent.toBuilder().failed(failed).build();
  }

  private static BatchResultErrorEntry failure(String id) {
    return BatchResultErrorEntry.builder().id(id).code("InternalError").senderFault(false).build();
  }
}
