package org.millrace.processors.logs;

/**
 * Sizes that split keeps to.
 *
 * @param chunkBytes about how long a chunk is; records are never cut
 * @param maxLine bytes from which on a line is rejected
 * @param maxInflated bytes a compressed object may inflate to
 * @param maxRatio how often longer than read a compressed object may become
 * @param ratioFrom inflated bytes from which on the ratio is looked at
 */
public record SplitLimits(
    long chunkBytes, int maxLine, long maxInflated, int maxRatio, long ratioFrom) {

  /**
   * Chunks of 16 MiB, lines of 1 MiB; compressed objects may inflate to 256 GiB, and to 200 times
   * their size once past 100 MiB, where real logs reach 20 to 50.
   */
  public static final SplitLimits DEFAULT =
      new SplitLimits(16L << 20, 1 << 20, 256L << 30, 200, 100L << 20);

  public SplitLimits {
    if (chunkBytes < 1 || maxLine < 1 || maxInflated < 1 || maxRatio < 1 || ratioFrom < 0) {
      throw new IllegalArgumentException(
          "split limits must be positive, were chunkBytes %d, maxLine %d, maxInflated %d, maxRatio %d, ratioFrom %d"
              .formatted(chunkBytes, maxLine, maxInflated, maxRatio, ratioFrom));
    }
  }

  public SplitLimits withChunkBytes(long size) {
    return new SplitLimits(size, maxLine, maxInflated, maxRatio, ratioFrom);
  }

  public SplitLimits withMaxLine(int size) {
    return new SplitLimits(chunkBytes, size, maxInflated, maxRatio, ratioFrom);
  }
}
