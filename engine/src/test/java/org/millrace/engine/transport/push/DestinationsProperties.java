package org.millrace.engine.transport.push;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.millrace.scheduling.Lane;

class DestinationsProperties {
  @Property
  void namesMeanNothingToABroker(@ForAll @NotEmpty String queue, @ForAll @NotEmpty String stage) {
    Destinations names = Destinations.of(new Lane(queue, stage));
    assertThat(names.main()).matches("millrace\\.[A-Za-z0-9_%-]+\\.[A-Za-z0-9_%.-]+");
    assertThat(names.main()).doesNotStartWith("millrace.in.");
  }

  @Example
  void noTwoLanesShareAName() {
    assertThat(main("a.b", "c")).isNotEqualTo(main("b", "c.a"));
    assertThat(main("q", "a.b")).isNotEqualTo(main("b.q", "a"));
    assertThat(main("q", "a%2Eb")).isNotEqualTo(main("q", "a.b"));
    assertThat(main("q", "x")).isNotEqualTo(main("q!solo", "x"));
    assertThat(main("root.é", "x")).isEqualTo("millrace.x.root.%C3%A9");
    assertThat(main("acme", "in")).isEqualTo("millrace.%69n.acme");
  }

  private static String main(String queue, String stage) {
    return Destinations.of(new Lane(queue, stage)).main();
  }
}
