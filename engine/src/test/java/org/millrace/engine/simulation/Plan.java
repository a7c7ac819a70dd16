package org.millrace.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What every task of a run does, told by its path alone: the same whoever runs it, how often and
 * when. So it also says what must come out.
 */
final class Plan {
  static final int MOST_ATTEMPTS = 3;

  private final long seed;
  private final Profile profile;

  Plan(long seed, Profile profile) {
    this.seed = seed;
    this.profile = profile;
  }

  List<String> work(String entry) {
    return children(entry, "w", 8);
  }

  List<String> risky(String entry) {
    return children(entry, "r", 6);
  }

  /** What the entry and the tasks of stage work send to stage chain. */
  List<String> chain(String from) {
    return children(from, "c", 3);
  }

  /** Virtual nanoseconds that it takes. */
  long takes(String path) {
    SplittableRandom dice = dice(path, "takes");
    return dice.nextInt(profile.quick() ? 40 : 10) == 0
        ? dice.nextLong(2_000_000_000L)
        : dice.nextLong(profile.quick() ? 100_000L : 20_000_000L);
  }

  boolean failsFirst(String path) {
    return profile.flaky() && dice(path, "fails").nextInt(6) == 0;
  }

  boolean alwaysFails(String path) {
    return profile.poison() && isRisky(path) && dice(path, "bad").nextInt(12) == 0;
  }

  boolean killsItsWorker(String path) {
    return profile.poison() && isRisky(path) && dice(path, "bad").nextInt(12) == 1;
  }

  boolean isBad(String path) {
    return alwaysFails(path) || killsItsWorker(path);
  }

  /** Every part that the barrier of stage work is to get. */
  List<String> partsOfSum(String entry) {
    return work(entry).stream().map(path -> "work:" + path).sorted().toList();
  }

  static String sum(List<String> parts) {
    return "sum:" + String.join(",", parts);
  }

  /** Every part that the last barrier is to get when these risky tasks are dead. */
  List<String> partsOfCollect(String entry, List<String> dead) {
    List<String> parts = new ArrayList<>();
    parts.add("entry:" + entry);
    parts.add(sum(partsOfSum(entry)));
    allChain(entry).forEach(path -> parts.add("chain:" + path));
    risky(entry).stream()
        .filter(path -> !dead.contains(path))
        .forEach(path -> parts.add("risky:" + path));
    parts.sort(null);
    return parts;
  }

  List<String> allChain(String entry) {
    List<String> all = new ArrayList<>(chain(entry));
    work(entry).forEach(path -> all.addAll(chain(path)));
    return all;
  }

  private static boolean isRisky(String path) {
    return path.contains(".r");
  }

  private List<String> children(String path, String kind, int most) {
    int count = dice(path, kind).nextInt(most + 1);
    List<String> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      children.add(path + "." + kind + i);
    }
    return children;
  }

  private SplittableRandom dice(String path, String what) {
    return new SplittableRandom(seed * 31 + (path + what).hashCode());
  }
}
