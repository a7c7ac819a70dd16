package org.millrace.engine.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

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
    SummedSketch ours = new SummedSketch();
    Histogram librarys = new Histogram(Sketch.DIGITS);
    // Used again, as readers do.
    ours.record(77);
    ours.clear();
    for (List<Long> each : List.of(first, second)) {
      Histogram seen = new Histogram(Sketch.DIGITS);
      each.forEach(seen::recordValue);
      seen.recordValueWithCount(often % 1_000_000, often);
      assertThat(EncodedSketch.add(encode(seen), ours)).isTrue();
      librarys.add(seen);
    }

    for (double quantile : new double[] {0.01, 0.5, 0.95, 0.999, 1}) {
      assertThat(ours.millis(quantile))
          .isEqualTo(librarys.getValueAtPercentile(quantile * 100) / 1000.0);
    }
    assertThat(SeenSketch.decode(ours.bytes())).isEqualTo(librarys);
    SummedSketch twice = new SummedSketch();
    twice.add(ours);
    twice.add(ours);
    librarys.add(librarys.copy());
    assertThat(SeenSketch.decode(twice.bytes())).isEqualTo(librarys);
  }

  @Property(tries = 500)
  void aValueIsCountedWhereTheLibraryCountsIt(
      @ForAll @LongRange(min = 0, max = 100_000_000_000L) long value) {
    SummedSketch ours = new SummedSketch();
    ours.put(value);
    Histogram librarys = new Histogram(Sketch.DIGITS);
    librarys.recordValue(value);

    assertThat(SeenSketch.decode(ours.bytes())).isEqualTo(librarys);
  }

  @Property(tries = 20)
  void anotherEncodingIsLeftToTheLibrary(@ForAll @LongRange(min = 1, max = 1_000) long value) {
    Histogram other = new Histogram(3);
    other.recordValue(value);
    SummedSketch to = new SummedSketch();

    assertThat(EncodedSketch.add(encode(other), to)).isFalse();
    assertThat(EncodedSketch.add(new byte[3], to)).isFalse();
    assertThat(to.isEmpty()).isTrue();
    to.add(encode(other));
    assertThat(to.millis(0.5)).isCloseTo(value / 1000.0, withinPercentage(1));
  }

  private static byte[] encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    return Arrays.copyOf(buffer.array(), histogram.encodeIntoByteBuffer(buffer));
  }
}
