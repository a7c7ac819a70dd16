package org.millrace.scheduling.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ContainerTableProperties {
  private record Row(int app, int node, int size, boolean releasing) {}

  /** A number that is there is told to end, then taken out; any other is put in. */
  @Property
  void itHoldsWhatAMapWouldHold(
      @ForAll @Size(max = 600) List<@LongRange(min = 0, max = 300) Long> ids) {
    ContainerTable table = new ContainerTable();
    Map<Long, Row> map = new HashMap<>();
    for (long id : ids) {
      Row known = map.get(id);
      if (known == null) {
        Row row = new Row((int) id + 1, Integer.MAX_VALUE - (int) id, (int) id % 7, false);
        map.put(id, row);
        table.add(id, row.app, row.node, row.size);
      } else if (known.releasing) {
        map.remove(id);
        table.remove(table.find(id));
      } else {
        map.put(id, new Row(known.app, known.node, known.size, true));
        table.setReleasing(table.find(id));
      }
    }
    for (long id = 0; id <= 301; id++) {
      int row = table.find(id);
      assertThat(row != ContainerTable.NONE ? read(table, row) : null).isEqualTo(map.get(id));
    }
    assertThat(table.rows().mapToObj(table::id)).containsExactlyInAnyOrderElementsOf(map.keySet());
  }

  @Test
  void thoseThatStayAreFoundAmongManyThatCameAndWent() {
    ContainerTable table = new ContainerTable();
    for (long id = 1; id <= 10_000; id++) {
      table.add(id, (int) id, 1, 1);
      if (id % 100 != 0) {
        table.remove(table.find(id));
      }
    }
    assertThat(table.rows()).hasSize(100);
    for (int id = 100; id <= 10_000; id += 100) {
      assertThat(table.app(table.find(id))).isEqualTo(id);
    }
    assertThat(table.find(99)).isEqualTo(ContainerTable.NONE);
  }

  private static Row read(ContainerTable table, int row) {
    return new Row(table.app(row), table.node(row), table.size(row), table.isReleasing(row));
  }
}
