package org.millrace.engine.stage;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.TypeConverterSupport;
import org.millrace.engine.Json;

/**
 * Gives a route the record that an earlier stage sent: bodies travel as JSON and arrive as maps.
 * The class is the one that the route asks for, never one that the data names.
 */
final class RecordConverter extends TypeConverterSupport {

  @Override
  public <T> T convertTo(Class<T> type, Exchange exchange, Object value) {
    return type.isRecord() && value instanceof Map ? Json.MAPPER.convertValue(value, type) : null;
  }
}
