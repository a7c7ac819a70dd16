package org.millrace.processors.logs;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Sums of records and bytes by hour and outcome, in arrays: open addressing, keyed by the outcome's
 * bytes where they lie. Full at a fixed size, so that a caller spills it and memory is bounded.
 */
final class GroupTable {
  /** About 10 MB with short outcomes. */
  static final int MAX_GROUPS = 1 << 17;

  private static final int MAX_NAME_BYTES = 8 << 20;

  private final int maxGroups;
  private int mask;
  private long[] hours;
  private long[] records;
  private long[] bytes;
  private int[] nameFrom;
  private short[] nameLength;
  private byte[] names = new byte[1024];
  private int namesUsed;
  private int size;

  GroupTable() {
    this(MAX_GROUPS);
  }

  GroupTable(int maxGroups) {
    this.maxGroups = maxGroups;
    allocate(256);
  }

  private void allocate(int slots) {
    mask = slots - 1;
    hours = new long[slots];
    records = new long[slots];
    bytes = new long[slots];
    nameFrom = new int[slots];
    nameLength = new short[slots];
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The next new group may no longer be added. */
  boolean isFull() {
    return size >= maxGroups || namesUsed >= MAX_NAME_BYTES;
  }

  /** Adds to the group of this hour (since the epoch) and outcome. */
  void add(long hour, byte[] b, int from, int to, long moreRecords, long moreBytes) {
    int slot = hash(hour, b, from, to) & mask;
    while (records[slot] != 0) {
      if (hours[slot] == hour
          && Arrays.equals(names, nameFrom[slot], nameFrom[slot] + nameLength[slot], b, from, to)) {
        records[slot] += moreRecords;
        bytes[slot] += moreBytes;
        return;
      }
      slot = slot + 1 & mask;
    }
    insert(slot, hour, b, from, to, moreRecords, moreBytes);
  }

  private void insert(int slot, long hour, byte[] b, int from, int to, long count, long sum) {
    int length = to - from;
    if (namesUsed + length > names.length) {
      names = Arrays.copyOf(names, Math.max(2 * names.length, namesUsed + length));
    }
    System.arraycopy(b, from, names, namesUsed, length);
    put(slot, hour, namesUsed, length, count, sum);
    namesUsed += length;
    size++;
    if (size * 2 > mask) {
      grow();
    }
  }

  private void put(int slot, long hour, int name, int length, long count, long sum) {
    hours[slot] = hour;
    nameFrom[slot] = name;
    nameLength[slot] = (short) length;
    records[slot] = count;
    bytes[slot] = sum;
  }

  private void grow() {
    long[] oldHours = hours;
    long[] oldRecords = records;
    long[] oldBytes = bytes;
    int[] oldFrom = nameFrom;
    short[] oldLength = nameLength;
    allocate(2 * (mask + 1));
    for (int old = 0; old < oldHours.length; old++) {
      if (oldRecords[old] != 0) {
        int end = oldFrom[old] + oldLength[old];
        int slot = hash(oldHours[old], names, oldFrom[old], end) & mask;
        while (records[slot] != 0) {
          slot = slot + 1 & mask;
        }
        put(slot, oldHours[old], oldFrom[old], oldLength[old], oldRecords[old], oldBytes[old]);
      }
    }
  }

  private static int hash(long hour, byte[] b, int from, int to) {
    int h = (int) hour;
    for (int i = from; i < to; i++) {
      h = 31 * h + b[i];
    }
    h *= 0x9E3779B9;
    return h ^ h >>> 15;
  }

  /** Writes every group, sorted by hour and outcome's bytes, and forgets them. */
  void drainTo(DataOutput out) throws IOException {
    for (int slot : sorted()) {
      new Group(
              hours[slot],
              Arrays.copyOfRange(names, nameFrom[slot], nameFrom[slot] + nameLength[slot]),
              records[slot],
              bytes[slot])
          .writeTo(out);
    }
    size = 0;
    namesUsed = 0;
    Arrays.fill(records, 0);
  }

  private int[] sorted() {
    Comparator<Integer> order =
        Comparator.<Integer>comparingLong(slot -> hours[slot]).thenComparing(this::compareNames);
    return IntStream.rangeClosed(0, mask)
        .filter(slot -> records[slot] != 0)
        .boxed()
        .sorted(order)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private int compareNames(int a, int b) {
    return Arrays.compareUnsigned(
        names,
        nameFrom[a],
        nameFrom[a] + nameLength[a],
        names,
        nameFrom[b],
        nameFrom[b] + nameLength[b]);
  }
}
