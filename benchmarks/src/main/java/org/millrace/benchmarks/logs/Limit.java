package org.millrace.benchmarks.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bar: the same summary from the same bytes, as fast as a loop in Java does it that can do
 * nothing else. Only for UTF-8 with lines that end in line feeds.
 */
final class Limit {
  // Fits the cache of one core together with the JDK's own copy of the bytes.
  private static final int CHUNK = 256 << 10;

  private static final int USUAL_LINE = 4 << 10;
  private static final int LONGEST_LINE = StrictLine.LONGEST + 3;

  private final FileChannel file;
  private final long size;
  private final int chunks;
  private final long[] linesOf;
  private final long[][] rejectedOf;
  private final AtomicInteger next = new AtomicInteger();

  private Limit(FileChannel file) throws IOException {
    this.file = file;
    this.size = file.size();
    this.chunks = (int) ((size + CHUNK - 1) / CHUNK);
    this.linesOf = new long[chunks];
    this.rejectedOf = new long[chunks][];
  }

  /** A summary and the numbers of the rejected lines, ascending. */
  record Result(Summary summary, long[] rejected) {}

  static Result sum(Path path, int threads) throws IOException, InterruptedException {
    try (FileChannel file = FileChannel.open(path)) {
      return new Limit(file).sum(threads);
    }
  }

  private Result sum(int threads) throws InterruptedException {
    Tally[] tallies = new Tally[threads];
    Thread[] workers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      Tally tally = new Tally();
      tallies[i] = tally;
      workers[i] = new Thread(() -> work(tally));
      workers[i].start();
    }
    Summary summary = Summary.empty();
    for (int i = 0; i < threads; i++) {
      workers[i].join();
      tallies[i].addTo(summary);
    }
    long[] rejected = rejected();
    return new Result(summary.withRejects(rejected.length), rejected);
  }

  private long[] rejected() {
    long[] all = new long[Arrays.stream(rejectedOf).mapToInt(each -> each.length).sum()];
    int count = 0;
    long linesBefore = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      for (long line : rejectedOf[chunk]) {
        all[count++] = linesBefore + line;
      }
      linesBefore += linesOf[chunk];
    }
    return all;
  }

  private void work(Tally tally) {
    ChunkScan scan = new ChunkScan(tally);
    byte[] buffer = new byte[1 + CHUNK + LONGEST_LINE + ChunkScan.PADDING];
    try {
      for (int chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
        int rejects = tally.rejects();
        linesOf[chunk] = chunk(scan, (long) chunk * CHUNK, buffer);
        rejectedOf[chunk] = tally.rejectedFrom(rejects);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts the lines that begin in the chunk at {@code start}. */
  private long chunk(ChunkScan scan, long start, byte[] buffer) throws IOException {
    int before = start == 0 ? 0 : 1;
    int length = (int) Math.min(CHUNK, size - start) + before;
    int read = read(buffer, 0, start - before, length + USUAL_LINE);
    // 1. The chunk's first line begins behind the first line end from just before it.
    int from = 0;
    if (start == 0) {
      from = read >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB ? 3 : 0;
    } else {
      while (from < length && buffer[from] != '\n') {
        from++;
      }
      from++;
    }
    if (from >= length) {
      return 0;
    }
    // 2. Its last line ends behind it, usually within a little.
    int last = length - 1;
    while (last < read && buffer[last] != '\n') {
      last++;
    }
    if (last == read) {
      read += read(buffer, read, start - before + read, length + LONGEST_LINE - read);
    }
    // 3. A line that ends nowhere gets an end: at the end of the file it is a line as any other,
    // elsewhere it is too long, as its end is beyond what a line may have.
    buffer[read] = '\n';
    return scan.scan(buffer, from, length);
  }

  private int read(byte[] buffer, int at, long position, int wanted) throws IOException {
    ByteBuffer into = ByteBuffer.wrap(buffer, at, wanted);
    while (into.hasRemaining() && file.read(into, position + into.position() - at) >= 0) {}
    return into.position() - at;
  }
}
