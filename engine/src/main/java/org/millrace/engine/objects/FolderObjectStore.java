package org.millrace.engine.objects;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Objects in folders of a local file system: a bucket is a folder, a key a relative path. The
 * embedded S3 endpoint serves the same folders; reading them here spares a trip through HTTP.
 *
 * <p>A version is a file's size, modification time (ns) and inode, so nothing is read to tell
 * versions apart; a file changed in place within one tick of the file system's clock and without a
 * change of size is not noticed. Writes are whole or absent: bytes go to a hidden name, are forced
 * to disk, then renamed. Several processes may use one folder. Keys that name no file inside their
 * bucket ({@code ..}, absolute, empty names, NUL, links that lead out) are refused with {@link
 * IllegalArgumentException}. Thread-safe.
 */
public final class FolderObjectStore implements ObjectStore {

  /** Name of the folder in each bucket that no listing shows. */
  public static final String HIDDEN_FOLDER = FolderKeys.STAGING;

  private static final int PAGE = 1000;

  private final FolderKeys keys;

  /**
   * @param buckets folder whose folders are the buckets
   */
  public FolderObjectStore(Path buckets) {
    this.keys = new FolderKeys(buckets);
  }

  /** An object as a listing shows it. */
  public record Listed(ObjectRef object, Instant modified) {}

  @Override
  public Optional<ObjectRef> find(String bucket, String key) throws IOException {
    return FileVersion.of(keys.file(bucket, key)).map(version -> ref(bucket, key, version));
  }

  @Override
  public InputStream read(ObjectRef object, long from, long to) throws IOException {
    ByteRange range = ByteRange.of(object, from, to);
    Path file = keys.file(object.bucket(), object.key());
    FileChannel channel = open(file, object);
    try {
      // After the open, so that what was opened is what is checked.
      check(file, object);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new FileVersionStream(channel, range.from(), range.to(), () -> check(file, object));
  }

  @Override
  public ObjectRef write(String bucket, String key, ObjectBody body) throws IOException {
    Path file = keys.file(bucket, key);
    Path staged = keys.staging(bucket);
    try {
      try (FileChannel channel = WholeFiles.create(staged)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 64 * 1024);
        body.writeTo(out);
        out.flush();
        channel.force(true);
      }
      return publish(staged, file, bucket, key);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  @Override
  public ObjectRef copy(ObjectRef object, String toBucket, String toKey) throws IOException {
    Path file = keys.file(object.bucket(), object.key());
    Path target = keys.file(toBucket, toKey);
    Path staged = keys.staging(toBucket);
    try {
      try (FileChannel from = open(file, object);
          FileChannel to = WholeFiles.create(staged)) {
        check(file, object);
        for (long done = 0; done < object.size(); ) {
          long moved = from.transferTo(done, object.size() - done, to);
          if (moved <= 0) {
            break;
          }
          done += moved;
        }
        check(file, object);
        to.force(true);
      }
      return publish(staged, target, toBucket, toKey);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  @Override
  public boolean move(ObjectRef object, String toBucket, String toKey) throws IOException {
    Path file = keys.file(object.bucket(), object.key());
    Path target = keys.file(toBucket, toKey);
    if (!isCurrent(file, object)) {
      return false;
    }
    try {
      WholeFiles.rename(file, target);
    } catch (NoSuchFileException e) {
      return false;
    } catch (AtomicMoveNotSupportedException e) {
      return moveAcross(object, toBucket, toKey);
    }
    if (!isCurrent(target, object)) {
      WholeFiles.putBack(target, file);
      return false;
    }
    return true;
  }

  @Override
  public boolean delete(ObjectRef object) throws IOException {
    Path file = keys.file(object.bucket(), object.key());
    if (!isCurrent(file, object)) {
      return false;
    }
    // Renamed first: between a check and a delete by name another version could take the place.
    Path staged = keys.staging(object.bucket());
    try {
      Files.move(file, staged, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return false;
    }
    if (!isCurrent(staged, object)) {
      WholeFiles.putBack(staged, file);
      return false;
    }
    Files.delete(staged);
    return true;
  }

  /** As the port says; folders below the prefix that are left empty go too. */
  @Override
  public void deleteAll(String bucket, String prefix) throws IOException {
    Path folder = keys.folder(bucket, prefix);
    String after = "";
    List<FolderListing.Found> page;
    do {
      page = FolderListing.page(folder, prefix, after, PAGE);
      for (FolderListing.Found found : page) {
        Files.deleteIfExists(keys.file(bucket, found.key()));
        after = found.key();
      }
    } while (page.size() == PAGE);
    Path root = keys.bucket(bucket);
    WholeFiles.deleteEmptyFolders(
        folder, path -> !path.equals(root) && (root.relativize(path) + "/").startsWith(prefix));
  }

  @Override
  public void list(String bucket, String prefix, Consumer<ObjectRef> each) throws IOException {
    String after = "";
    List<Listed> page;
    do {
      page = page(bucket, prefix, after, PAGE);
      for (Listed listed : page) {
        each.accept(listed.object());
        after = listed.object().key();
      }
    } while (page.size() == PAGE);
  }

  /**
   * One page of a listing, ordered by key; shorter than {@code limit} only when it is the last.
   *
   * @param after the last key of the page before; empty for the first
   */
  public List<Listed> page(String bucket, String prefix, String after, int limit)
      throws IOException {
    return FolderListing.page(keys.folder(bucket, prefix), prefix, after, limit).stream()
        .map(f -> new Listed(ref(bucket, f.key(), f.version()), f.version().modified()))
        .toList();
  }

  /**
   * The file that a key names, for those who must ask the system about it; it need not exist.
   *
   * @throws IllegalArgumentException the key names no file inside the bucket
   */
  public Path file(String bucket, String key) throws IOException {
    return keys.file(bucket, key);
  }

  /**
   * Makes a file written elsewhere on the bucket's file system an object, at once and whole. The
   * file is gone from its old place afterwards.
   */
  public ObjectRef adopt(Path whole, String bucket, String key) throws IOException {
    return publish(whole, keys.file(bucket, key), bucket, key);
  }

  /** The bucket's {@link #HIDDEN_FOLDER}, made when absent, for files that are not objects yet. */
  public Path hidden(String bucket) throws IOException {
    return Files.createDirectories(keys.stagingFolder(bucket));
  }

  private static ObjectRef ref(String bucket, String key, FileVersion version) {
    return new ObjectRef(bucket, key, version.etag(), version.size());
  }

  private static FileChannel open(Path file, ObjectRef object) throws IOException {
    // Opening a pipe would block for ever, so the look comes first as well as after.
    check(file, object);
    try {
      return FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new ObjectGoneException(object);
    }
  }

  private static void check(Path file, ObjectRef object) throws IOException {
    Optional<FileVersion> version = FileVersion.of(file);
    if (version.isEmpty()) {
      throw new ObjectGoneException(object);
    }
    if (!version.get().etag().equals(object.etag())) {
      throw new ObjectChangedException(object);
    }
  }

  private static boolean isCurrent(Path file, ObjectRef object) throws IOException {
    return FileVersion.of(file).filter(v -> v.etag().equals(object.etag())).isPresent();
  }

  private static ObjectRef publish(Path staged, Path file, String bucket, String key)
      throws IOException {
    // Read before the rename, after which another writer may replace it.
    FileVersion version =
        FileVersion.of(staged).orElseThrow(() -> new NoSuchFileException(staged.toString()));
    WholeFiles.rename(staged, file);
    return ref(bucket, key, version);
  }

  private boolean moveAcross(ObjectRef object, String toBucket, String toKey) throws IOException {
    ObjectRef copied;
    try {
      copied = copy(object, toBucket, toKey);
    } catch (ObjectGoneException | ObjectChangedException e) {
      return false;
    }
    if (delete(object)) {
      return true;
    }
    delete(copied);
    return false;
  }
}
