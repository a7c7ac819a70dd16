package org.millrace.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LanesInTurnTest {
  private static final Lane A = new Lane("root.a", "parse");
  private static final Lane B = new Lane("root.b", "parse");
  private static final Lane C = new Lane("root.c", "parse");
  private final LanesInTurn allocator = new LanesInTurn();

  @Test
  void lanesAreServedInTurnAcrossCalls() {
    List<LaneDemand> demands = List.of(demand(A, 100), demand(B, 100), demand(C, 100));
    assertThat(lanes(allocator.allocate(free(2), demands))).containsExactly(A, B);
    assertThat(lanes(allocator.allocate(free(2), demands))).containsExactly(C, A);
  }

  @Test
  void aFloodInOneLaneLeavesTheOthersTheirTurn() {
    List<LaneDemand> demands = List.of(demand(A, 1_000_000), demand(B, 1));
    assertThat(lanes(allocator.allocate(free(3), demands))).containsExactly(A, B, A);
  }

  @Test
  void noLaneGetsMoreContainersThanItHasTasksOrThanItsStageAllows() {
    LaneDemand two = new LaneDemand(A, 2, 0, 1000);
    LaneDemand limited = new LaneDemand(B, 50, 3, 4);
    assertThat(lanes(allocator.allocate(free(9), List.of(two, limited)))).containsExactly(A, B, A);
  }

  @Test
  void nothingIsGrantedBeyondWhatIsFreeAndTheEmptierNodeGoesFirst() {
    List<Grant> grants =
        allocator.allocate(
            List.of(
                new NodeCapacity("n1", 0), new NodeCapacity("n2", 1), new NodeCapacity("n3", 2)),
            List.of(demand(A, 100)));
    assertThat(grants).extracting(Grant::node).containsExactly("n3", "n3", "n2");
  }

  private static LaneDemand demand(Lane lane, long pending) {
    return new LaneDemand(lane, pending, 0, 1000);
  }

  private static List<NodeCapacity> free(int slots) {
    return List.of(new NodeCapacity("n1", slots));
  }

  private static List<Lane> lanes(List<Grant> grants) {
    return grants.stream().map(Grant::lane).toList();
  }
}
