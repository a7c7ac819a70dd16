package org.millrace.engine.task;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/**
 * Numbers what a task sends so that a repeat numbers it alike. Messages of one split are numbered
 * by their place in it, because a parallel split sends them in no certain order.
 */
final class EmissionIndex {
  private final Map<String, Integer> sent = new HashMap<>();

  String next(String stage, Exchange exchange) {
    Integer place = exchange.getProperty(ExchangePropertyKey.SPLIT_INDEX, Integer.class);
    String prefix = place == null ? "" : place + ".";
    int nth = sent.merge(stage + ":" + prefix, 1, Integer::sum) - 1;
    return prefix + nth;
  }
}
