package org.millrace.scheduling.manager;

import java.util.stream.IntStream;

/**
 * The containers that have not ended, each a row of numbers found by its id. By open addressing,
 * with the values in the same array: the container that ends next may be any of all, so each place
 * in memory that has to be looked at for it is one to wait for. A row is where it is until the next
 * one is added or removed.
 */
final class ContainerTable {
  static final int NONE = -1;

  private static final int FIRST_ROWS = 64;
  // The fields of a row.
  private static final int ID = 0;
  private static final int APP_AND_NODE = 1;
  private static final int SIZE_AND_STATE = 2;
  private static final int FIELDS = 3;
  // The last bits of the size's field.
  private static final long TAKEN = 1;
  private static final long RELEASING = 2;
  private static final int STATE_BITS = 2;

  // Ids are hashed by groups; by Fibonacci's ratio, as Knuth does (6.4).
  private static final int GROUP_BITS = 3;
  private static final long GROUP_MASK = (1 << GROUP_BITS) - 1;
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private long[] cells = new long[FIRST_ROWS * FIELDS];
  private int mask = FIRST_ROWS - 1;
  private int count;

  /** {@link #NONE} when there is none. */
  int find(long id) {
    int row = place(id);
    return isTaken(row) ? row : NONE;
  }

  /** It must not be there yet. */
  void add(long id, int app, int node, int size) {
    if (4 * (count + 1) > 3 * (mask + 1)) {
      grow();
    }
    int at = place(id) * FIELDS;
    cells[at + ID] = id;
    cells[at + APP_AND_NODE] = (long) app << Integer.SIZE | node;
    cells[at + SIZE_AND_STATE] = (long) size << STATE_BITS | TAKEN;
    count++;
  }

  void remove(int row) {
    count--;
    int gap = row;
    // Those behind the gap that were put off by what stood there move up.
    for (int at = next(gap); isTaken(at); at = next(at)) {
      int home = home(id(at));
      boolean reaches = gap <= at ? home <= gap || home > at : home <= gap && home > at;
      if (reaches) {
        System.arraycopy(cells, at * FIELDS, cells, gap * FIELDS, FIELDS);
        gap = at;
      }
    }
    cells[gap * FIELDS + SIZE_AND_STATE] = 0;
  }

  /** In no particular order. */
  IntStream rows() {
    return IntStream.rangeClosed(0, mask).filter(this::isTaken);
  }

  long id(int row) {
    return cells[row * FIELDS + ID];
  }

  int app(int row) {
    return (int) (cells[row * FIELDS + APP_AND_NODE] >>> Integer.SIZE);
  }

  int node(int row) {
    return (int) cells[row * FIELDS + APP_AND_NODE];
  }

  int size(int row) {
    return (int) (cells[row * FIELDS + SIZE_AND_STATE] >>> STATE_BITS);
  }

  boolean isReleasing(int row) {
    return (cells[row * FIELDS + SIZE_AND_STATE] & RELEASING) != 0;
  }

  void setReleasing(int row) {
    cells[row * FIELDS + SIZE_AND_STATE] |= RELEASING;
  }

  private boolean isTaken(int row) {
    return cells[row * FIELDS + SIZE_AND_STATE] != 0;
  }

  /** Where it is, or would be. */
  private int place(long id) {
    int row = home(id);
    while (isTaken(row) && id(row) != id) {
      row = next(row);
    }
    return row;
  }

  private void grow() {
    long[] old = cells;
    cells = new long[2 * old.length];
    mask = 2 * mask + 1;
    for (int at = 0; at < old.length; at += FIELDS) {
      if (old[at + SIZE_AND_STATE] != 0) {
        System.arraycopy(old, at, cells, place(old[at + ID]) * FIELDS, FIELDS);
      }
    }
  }

  // Ids that follow one another are neighbours, so that adding one seldom waits for memory; only a
  // few of them, for nearly all the newest are there, and a search steps through what is taken.
  private int home(long id) {
    long group = (id >>> GROUP_BITS) * SCATTER >>> Integer.SIZE;
    return (int) (group << GROUP_BITS | id & GROUP_MASK) & mask;
  }

  private int next(int row) {
    return (row + 1) & mask;
  }
}
