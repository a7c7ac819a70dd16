package org.millrace.routes.intake;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says, by the operating system's own notice, that something may have come into a folder or one
 * below it, so that the next look need not wait for its time. Only a hint: what it misses, because
 * there are too many folders or the file system gives no notice, is found by the next ordinary
 * look. Used by one thread.
 */
public final class FolderEvents implements BooleanSupplier, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderEvents.class);
  private static final int MOST_FOLDERS = 1000;

  private final WatchService service;
  private int folders;

  private FolderEvents(WatchService service) {
    this.service = service;
  }

  /** Watches a folder from now on. Where that cannot be, it never says anything. */
  public static FolderEvents of(Path folder) {
    try {
      FolderEvents events = new FolderEvents(FileSystems.getDefault().newWatchService());
      events.watch(folder);
      return events;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.info("{}: no notice of new files, they are found by looking: {}", folder, e.toString());
      return new FolderEvents(null);
    }
  }

  /** Whether anything has come since it was last asked; does not block. */
  @Override
  public boolean getAsBoolean() {
    boolean came = false;
    try {
      for (WatchKey key = poll(); key != null; key = poll()) {
        came = true;
        for (WatchEvent<?> event : key.pollEvents()) {
          entered(key, event);
        }
        key.reset();
      }
    } catch (ClosedWatchServiceException e) {
      return false;
    }
    return came;
  }

  private WatchKey poll() {
    return service == null ? null : service.poll();
  }

  private void entered(WatchKey key, WatchEvent<?> event) {
    if (event.context() instanceof Path name && key.watchable() instanceof Path parent) {
      Path entered = parent.resolve(name);
      if (Files.isDirectory(entered)) {
        try {
          watch(entered);
        } catch (IOException e) {
          LOG.debug("{}: not watched: {}", entered, e.toString());
        }
      }
    }
  }

  private void watch(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            if (folders >= MOST_FOLDERS) {
              return FileVisitResult.TERMINATE;
            }
            each.register(service, StandardWatchEventKinds.ENTRY_CREATE);
            folders++;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    if (service != null) {
      service.close();
    }
  }
}
