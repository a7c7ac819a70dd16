package org.millrace.manager.observe;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SseResponseTest {
  private final Reader reader = new Reader();
  private final AtomicInteger gone = new AtomicInteger();

  private SseResponse response() throws IOException {
    MockHttpServletResponse response =
        new MockHttpServletResponse() {
          @Override
          public ServletOutputStream getOutputStream() {
            return reader;
          }
        };
    return new SseResponse(
        new MockAsyncContext(new MockHttpServletRequest(), response), gone::incrementAndGet);
  }

  @Test
  void eventsGoOutInOrderOnceTheReaderIsReady() throws IOException {
    SseResponse response = response();
    assertThat(response.test("a".getBytes())).isTrue();
    reader.ready = true;
    response.onWritePossible();
    response.test("b".getBytes());
    reader.ready = false;
    response.test("c".getBytes());
    assertThat(reader.read).hasToString("ab");
    reader.ready = true;
    response.onWritePossible();
    assertThat(reader.read).hasToString("abc");
    assertThat(gone).hasValue(0);
  }

  @Test
  void whoDoesNotReadIsDroppedAndNobodyWaitsForIt() throws IOException {
    SseResponse response = response();
    byte[] event = new byte[1024];
    int taken = 0;
    while (response.test(event)) {
      taken++;
      assertThat(taken).isLessThan(1000);
    }
    assertThat(taken).isBetween(200, 260);
    assertThat(gone).hasValue(1);
    assertThat(response.test(event)).isFalse();
    assertThat(gone).hasValue(1);
  }

  @Test
  void whoHasGoneIsDropped() throws IOException {
    SseResponse response = response();
    reader.ready = true;
    reader.broken = true;
    response.onWritePossible();
    assertThat(response.test("a".getBytes())).isFalse();
    assertThat(gone).hasValue(1);
  }

  private static final class Reader extends ServletOutputStream {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private boolean ready;
    private boolean broken;

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}

    @Override
    public void write(int b) throws IOException {
      if (broken) {
        throw new IOException("broken pipe");
      }
      read.write(b);
    }
  }
}
