package org.millrace.engine.transport.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.millrace.scheduling.Lane;

class QueueNamesProperties {
  private static final String TAKEN_BY_SQS = "[A-Za-z0-9_-]{1,75}(\\.fifo)?";

  @Property(tries = 300)
  void everyLaneHasANameThatSqsTakes(
      @ForAll @NotEmpty String stage, @ForAll @NotEmpty String queue, @ForAll boolean fifo) {
    QueueNames names = new QueueNames("a-prefix-of-20-signs", fifo);
    Lane lane = new Lane(queue, stage);
    assertThat(names.of(lane)).matches(TAKEN_BY_SQS).startsWith(names.start());
    assertThat(names.deadLetters(lane)).matches(TAKEN_BY_SQS).isNotEqualTo(names.of(lane));
    assertThat(names.tags(lane).values())
        .allSatisfy(tag -> assertThat(tag).matches("[A-Za-z0-9 _.:/=+@-]{1,256}"));
  }

  @Property(tries = 300)
  void noTwoLanesShareAName(@ForAll String stage, @ForAll String queue, @ForAll String other) {
    Assume.that(!queue.equals(other));
    QueueNames names = new QueueNames("millrace", false);
    assertThat(names.of(new Lane(queue, stage))).isNotEqualTo(names.of(new Lane(other, stage)));
  }

  @Example
  void namesThatReadAlikeAreToldApart() {
    QueueNames names = new QueueNames("millrace", false);
    assertThat(names.of(new Lane("root.a", "b")))
        .startsWith("millrace-b-root-a-")
        .isNotEqualTo(names.of(new Lane("root-a", "b")));
    assertThat(names.of(new Lane("c", "ab"))).isNotEqualTo(names.of(new Lane("bc", "a")));
  }
}
