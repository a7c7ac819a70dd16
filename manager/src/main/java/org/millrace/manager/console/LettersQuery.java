package org.millrace.manager.console;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.millrace.engine.Json;
import org.millrace.engine.ledger.DeadLetter.Filter;
import org.millrace.manager.api.Since;
import org.springframework.web.util.UriComponentsBuilder;

/** The filter of the page of dead letters, as it stands in its address and as the API takes it. */
public record LettersQuery(Long job, String stage, String queue, String error, String since) {
  Filter filter(Clock clock) {
    return new Filter(
        Optional.ofNullable(job),
        given(stage),
        given(queue),
        given(error),
        given(since).map(text -> Since.time(text, clock)));
  }

  public boolean filters() {
    return !values().isEmpty();
  }

  /** The body that the API's steps take. */
  public String body() {
    return Json.write(Map.of("filter", values()));
  }

  /** Where the API says how many there are. */
  public String count() {
    return address("/api/v1/dead-letters").queryParam("limit", 1).build().encode().toUriString();
  }

  public String page(long before) {
    UriComponentsBuilder address = address("/dead-letters");
    return (before == 0 ? address : address.queryParam("before", before))
        .build()
        .encode()
        .toUriString();
  }

  /** The same filter, of letters of one stage whose error contains a text. */
  LettersQuery narrowed(String atStage, String containing) {
    return new LettersQuery(job, atStage, queue, containing, since);
  }

  private UriComponentsBuilder address(String path) {
    UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
    values().forEach(address::queryParam);
    return address;
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    if (job != null) {
      values.put("job", job);
    }
    given(stage).ifPresent(value -> values.put("stage", value));
    given(queue).ifPresent(value -> values.put("queue", value));
    given(error).ifPresent(value -> values.put("error", value));
    given(since).ifPresent(value -> values.put("since", value));
    return values;
  }

  private static Optional<String> given(String text) {
    return Optional.ofNullable(text).filter(each -> !each.isBlank());
  }
}
