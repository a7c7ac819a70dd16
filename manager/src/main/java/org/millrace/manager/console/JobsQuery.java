package org.millrace.manager.console;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.millrace.engine.ledger.JobSearch.Query;
import org.millrace.engine.ledger.JobState;
import org.millrace.manager.api.Jobs;
import org.millrace.manager.api.Since;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The filter of the page of jobs, as it stands in its address; empty fields filter nothing.
 *
 * @param q part of the input's name, the owner or the error
 * @param since a time, or how long ago
 * @param until a time, or how long ago
 */
public record JobsQuery(
    List<String> state,
    String source,
    String queue,
    String pipeline,
    String q,
    String since,
    String until) {
  public JobsQuery {
    state = state == null ? List.of() : state.stream().filter(each -> !each.isBlank()).toList();
  }

  /**
   * @throws org.millrace.manager.api.ApiException 422 when a state or a time cannot be
   */
  Query query(Clock clock) {
    return new Query(
        states(),
        given(source),
        given(queue),
        given(pipeline),
        given(q),
        given(since).map(text -> Since.time(text, clock)),
        given(until).map(text -> Since.time(text, clock)));
  }

  List<JobState> states() {
    return state.stream().map(Jobs::state).toList();
  }

  /** Whether it filters anything. */
  public boolean filters() {
    return !state.isEmpty()
        || List.of(text(source), text(queue), text(pipeline), text(q), text(since), text(until))
            .stream()
            .anyMatch(each -> !each.isEmpty());
  }

  public boolean has(String name) {
    return state.stream().anyMatch(name::equalsIgnoreCase);
  }

  /** The same filter at another place of the list. */
  public String page(long before) {
    return address().queryParam("before", before).build().encode().toUriString();
  }

  /** The same filter with only this state; with any state for an empty one. */
  public String only(String name) {
    JobsQuery other =
        new JobsQuery(
            name.isEmpty() ? List.of() : List.of(name), source, queue, pipeline, q, since, until);
    return other.address().build().encode().toUriString();
  }

  /** What stands after the question mark; may be empty. */
  public String text() {
    String query = address().build().encode().getQuery();
    return query == null ? "" : query;
  }

  private UriComponentsBuilder address() {
    UriComponentsBuilder address = UriComponentsBuilder.fromPath("/jobs");
    state.forEach(each -> address.queryParam("state", each));
    given(source).ifPresent(value -> address.queryParam("source", value));
    given(queue).ifPresent(value -> address.queryParam("queue", value));
    given(pipeline).ifPresent(value -> address.queryParam("pipeline", value));
    given(q).ifPresent(value -> address.queryParam("q", value));
    given(since).ifPresent(value -> address.queryParam("since", value));
    given(until).ifPresent(value -> address.queryParam("until", value));
    return address;
  }

  private static Optional<String> given(String text) {
    return Optional.ofNullable(text).map(String::strip).filter(each -> !each.isEmpty());
  }

  private static String text(String text) {
    return given(text).orElse("");
  }
}
