package org.millrace.manager.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventRingTest {
  private final EventRing ring = new EventRing(3);

  EventRingTest() {
    ring.begin("e");
    for (int i = 1; i <= 5; i++) {
      ring.add("job", "{\"n\":" + i + "}");
    }
  }

  @Test
  void whoBeginsLearnsWhereItStands() {
    assertThat(since(null)).containsExactly("retry: 1000\nid: e-5\n\n");
  }

  @Test
  void whatIsKeptIsGivenAgain() {
    assertThat(since("e-2"))
        .containsExactly(
            "retry: 1000\nid: e-2\n\n",
            "id: e-3\nevent: job\ndata: {\"n\":3}\n\n",
            "id: e-4\nevent: job\ndata: {\"n\":4}\n\n",
            "id: e-5\nevent: job\ndata: {\"n\":5}\n\n");
    assertThat(since("e-5")).hasSize(1);
  }

  @Test
  void whatIsNotKeptIsSaidToBeMissing() {
    for (String id : List.of("e-1", "e-6", "d-4", "e-", "e-x", "\u0000", "e--1")) {
      assertThat(since(id)).as(id).hasSize(2).last().asString().contains("event: resync");
    }
  }

  private List<String> since(String id) {
    return ring.since(Optional.ofNullable(id)).stream()
        .map(each -> new String(each.bytes(), UTF_8))
        .toList();
  }
}
