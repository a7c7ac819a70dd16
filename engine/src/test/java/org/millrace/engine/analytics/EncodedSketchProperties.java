package org.millrace.engine.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.HdrHistogram.Histogram;

class EncodedSketchProperties {
  @Property(tries = 500)
  void isAddedAsTheLibraryAddsIt(
      @ForAll @Size(max = 300) List<@LongRange(min = 0, max = 100_000_000_000L) Long> first,
      @ForAll @Size(max = 300) List<@LongRange(min = 0, max = 3_000_000) Long> second,
      @ForAll @LongRange(min = 1, max = 1L << 50) long often) {
    Histogram ours = new Histogram(Sketch.DIGITS);
    Histogram librarys = new Histogram(Sketch.DIGITS);
    for (List<Long> each : List.of(first, second)) {
      Histogram seen = new Histogram(Sketch.DIGITS);
      each.forEach(seen::recordValue);
      seen.recordValueWithCount(often % 1_000_000, often);
      assertThat(EncodedSketch.add(encode(seen), ours)).isTrue();
      librarys.add(seen);
    }

    assertThat(ours).isEqualTo(librarys);
    for (double quantile : new double[] {0, 1, 50, 95, 99.9, 100}) {
      assertThat(ours.getValueAtPercentile(quantile))
          .isEqualTo(librarys.getValueAtPercentile(quantile));
    }
  }

  @Property(tries = 20)
  void anotherEncodingIsLeftToTheLibrary(@ForAll @LongRange(min = 1, max = 1_000) long value) {
    Histogram other = new Histogram(3);
    other.recordValue(value);
    Histogram to = new Histogram(Sketch.DIGITS);

    assertThat(EncodedSketch.add(encode(other), to)).isFalse();
    assertThat(EncodedSketch.add(new byte[3], to)).isFalse();
    assertThat(to.getTotalCount()).isZero();
    Sketch sketch = Sketch.sum();
    sketch.add(encode(other));
    assertThat(sketch.isEmpty()).isFalse();
  }

  private static byte[] encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    return Arrays.copyOf(buffer.array(), histogram.encodeIntoByteBuffer(buffer));
  }
}
