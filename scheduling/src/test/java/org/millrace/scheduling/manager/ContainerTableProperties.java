package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.millrace.scheduling.resource.Resources;

class ContainerTableProperties {
  /** A number that is there is taken out, any other is put in. */
  @Property
  void itHoldsWhatAMapWouldHold(
      @ForAll @Size(max = 400) List<@LongRange(min = 0, max = 300) Long> ids) {
    ContainerTable table = new ContainerTable();
    Map<Long, Container> map = new HashMap<>();
    for (long id : ids) {
      if (map.containsKey(id)) {
        assertThat(table.remove(id)).isSameAs(map.remove(id));
      } else {
        Container container = new Container(id, null, 1, Resources.NONE, null);
        map.put(id, container);
        table.add(container);
      }
    }
    for (long id = 0; id <= 300; id++) {
      assertThat(table.get(id)).isSameAs(map.get(id));
    }
    assertThat(table.all()).containsExactlyInAnyOrderElementsOf(map.values());
    assertThat(table.remove(999)).isNull();
  }
}
