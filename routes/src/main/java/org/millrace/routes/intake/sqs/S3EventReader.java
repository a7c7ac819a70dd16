package org.millrace.routes.intake.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import org.millrace.engine.Json;
import org.millrace.routes.intake.sqs.S3Event.Created;
import org.millrace.routes.intake.sqs.S3Event.Place;
import org.millrace.routes.intake.sqs.S3Event.Test;
import org.millrace.routes.intake.sqs.S3Event.Unknown;

/**
 * Reads S3's notifications in the forms in which they reach a queue: S3's own (an array {@code
 * Records}, keys URL-encoded), EventBridge's (one {@code detail}, keys plain), either of them
 * inside an SNS notification, and {@code s3:TestEvent}.
 */
final class S3EventReader {
  private static final int WRAPPINGS = 2;

  private S3EventReader() {}

  static S3Event read(String text) {
    return read(text, WRAPPINGS);
  }

  private static S3Event read(String text, int wrappings) {
    JsonNode event;
    try {
      event = Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return new Unknown("it is no JSON: " + e.getOriginalMessage());
    }
    if (event == null || !event.isObject()) {
      return new Unknown("it is no JSON object");
    } else if (event.path("Records").isArray()) {
      return records(event.path("Records"));
    } else if (event.path("source").asText().equals("aws.s3") && event.path("detail").isObject()) {
      return bridged(event);
    } else if (event.path("Event").asText().equals("s3:TestEvent")) {
      return new Test(event.path("Bucket").asText());
    } else if (event.path("Type").asText().equals("Notification")
        && event.path("Message").isTextual()
        && wrappings > 0) {
      return read(event.path("Message").textValue(), wrappings - 1);
    }
    return new Unknown("it has neither Records nor the detail of an S3 event");
  }

  private static S3Event records(JsonNode records) {
    List<Place> objects = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (JsonNode record : records) {
      String name = record.path("eventName").asText();
      String bucket = record.path("s3").path("bucket").path("name").asText();
      String key = record.path("s3").path("object").path("key").asText();
      if (name.isEmpty() || bucket.isEmpty() || key.isEmpty()) {
        return new Unknown("a record has no eventName, s3.bucket.name or s3.object.key");
      }
      try {
        Place place = new Place(bucket, URLDecoder.decode(key, UTF_8));
        // Some servers write the event's name as it is subscribed to, with s3: before it.
        if (name.startsWith("ObjectCreated:") || name.startsWith("s3:ObjectCreated:")) {
          objects.add(place);
        } else {
          others.add(name + " " + place);
        }
      } catch (IllegalArgumentException e) {
        return new Unknown("the key of a record is not URL-encoded: " + e.getMessage());
      }
    }
    return new Created(objects, others);
  }

  private static S3Event bridged(JsonNode event) {
    JsonNode detail = event.path("detail");
    String bucket = detail.path("bucket").path("name").asText();
    String key = detail.path("object").path("key").asText();
    String type = event.path("detail-type").asText();
    if (bucket.isEmpty() || key.isEmpty()) {
      return new Unknown("its detail has no bucket.name or object.key");
    }
    Place place = new Place(bucket, key);
    return type.equals("Object Created")
        ? new Created(List.of(place), List.of())
        : new Created(List.of(), List.of(type + " " + place));
  }
}
