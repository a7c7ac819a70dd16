package org.millrace.manager.observe;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * A response that takes events as they come. Nobody waits for a slow reader: what it does not take
 * is kept for it up to a limit, beyond which it is dropped; it may come back and ask for what it
 * missed. Thread-safe.
 */
public final class SseResponse implements EventHub.Listener, WriteListener, AsyncListener {
  private static final int MOST_BYTES = 256 * 1024;

  private final AsyncContext async;
  private final ServletOutputStream out;
  private final Runnable gone;
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean possible;
  private boolean unflushed;
  private boolean over;

  /**
   * @param gone called once when it takes no more events
   */
  public SseResponse(AsyncContext async, Runnable gone) throws IOException {
    this.async = async;
    this.out = (ServletOutputStream) async.getResponse().getOutputStream();
    this.gone = gone;
  }

  /** To be called once, after it listens. */
  public void begin() {
    async.addListener(this);
    out.setWriteListener(this);
  }

  @Override
  public synchronized boolean test(byte[] event) {
    if (over) {
      return false;
    }
    waiting.add(event);
    waitingBytes += event.length;
    if (possible) {
      write();
    }
    if (waitingBytes > MOST_BYTES) {
      end();
    }
    return !over;
  }

  @Override
  public synchronized void onWritePossible() {
    possible = true;
    write();
  }

  private void write() {
    try {
      while (!over && (unflushed || !waiting.isEmpty())) {
        if (!out.isReady()) {
          // The container calls again.
          possible = false;
          return;
        }
        if (waiting.isEmpty()) {
          out.flush();
          unflushed = false;
        } else {
          byte[] next = waiting.remove();
          waitingBytes -= next.length;
          out.write(next);
          unflushed = true;
        }
      }
    } catch (IOException | RuntimeException e) {
      // Whoever listened has gone.
      end();
    }
  }

  @Override
  public synchronized void end() {
    if (!over) {
      over = true;
      waiting.clear();
      gone.run();
      try {
        async.complete();
      } catch (IllegalStateException completedAlready) {
        return;
      }
    }
  }

  @Override
  public synchronized void onError(Throwable failure) {
    end();
  }

  @Override
  public synchronized void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public synchronized void onError(AsyncEvent event) {
    end();
  }

  @Override
  public synchronized void onComplete(AsyncEvent event) {
    if (!over) {
      over = true;
      gone.run();
    }
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
