package org.millrace.engine.objects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Turns bucket and key into a path, or refuses. Only a key that names its file in one way is taken:
 * where the embedded S3 endpoint would fold {@code a//b} into {@code a/b}, this refuses {@code
 * a//b}, so that no file has two keys.
 */
final class FolderKeys {

  /**
   * Names with this prefix are the endpoint's own, at any depth: it lists none of them and takes
   * none from a client. Uploads and writes under way therefore live there.
   */
  static final String HIDDEN = ".mpus-";

  static final String STAGING = HIDDEN + "millrace";
  private static final String ENDPOINTS_OWN = ".s3proxy-";
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,254}");

  private final Path buckets;

  FolderKeys(Path buckets) {
    this.buckets = buckets.toAbsolutePath().normalize();
  }

  /** The bucket's folder, which need not exist. The folder itself may be a link. */
  Path bucket(String bucket) {
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException(
          "bucket name must be three or more letters, digits, dots, dashes or underscores and begin"
              + " with a letter or digit, was \""
              + bucket
              + "\"");
    }
    return buckets.resolve(bucket);
  }

  /**
   * The file a key names.
   *
   * @throws IllegalArgumentException the key names no file inside the bucket
   */
  Path file(String bucket, String key) throws IOException {
    if (key.isEmpty() || key.endsWith("/")) {
      throw refused(bucket, key, "must end in a name");
    }
    return inside(bucket, key);
  }

  /** The folder that holds every key with this prefix; the prefix may end within a name. */
  Path folder(String bucket, String prefix) throws IOException {
    int slash = prefix.lastIndexOf('/');
    return slash < 0 ? bucket(bucket) : inside(bucket, prefix.substring(0, slash));
  }

  /** A name of its own for a file that is not an object yet, on the bucket's file system. */
  Path staging(String bucket) throws IOException {
    Path folder = stagingFolder(bucket);
    Files.createDirectories(folder);
    return folder.resolve(UUID.randomUUID().toString());
  }

  Path stagingFolder(String bucket) {
    return bucket(bucket).resolve(STAGING);
  }

  static boolean reserved(String name) {
    return name.startsWith(HIDDEN) || name.startsWith(ENDPOINTS_OWN);
  }

  private Path inside(String bucket, String key) throws IOException {
    for (String name : key.split("/", -1)) {
      if (name.isEmpty()) {
        throw refused(bucket, key, "must not begin with a slash or hold an empty name");
      }
      check(bucket, name);
    }
    Path root = bucket(bucket);
    Path file;
    try {
      file = root.resolve(key);
    } catch (InvalidPathException e) {
      throw refused(
          bucket, key, "must be a file name here (" + e.getReason() + "; is the locale UTF-8?)");
    }
    checkLinks(bucket, key, root, file);
    return file;
  }

  private static void check(String bucket, String name) {
    if (name.equals(".") || name.equals("..")) {
      throw refused(bucket, name, "must not hold the name \".\" or \"..\"");
    }
    if (name.indexOf('\0') >= 0) {
      throw refused(bucket, name.replace("\0", "\\0"), "must not hold NUL");
    }
    if (reserved(name)) {
      throw refused(bucket, name, "must not hold a name reserved for uploads under way");
    }
  }

  private static void checkLinks(String bucket, String key, Path root, Path file) {
    for (Path existing = file; !existing.equals(root); existing = existing.getParent()) {
      try {
        if (existing.toRealPath().startsWith(root.toRealPath())) {
          return;
        }
      } catch (IOException e) {
        // Not there, or no longer: what counts is where its folder is.
        continue;
      }
      throw refused(bucket, key, "must not lead out of the bucket through a link");
    }
  }

  private static IllegalArgumentException refused(String bucket, String key, String rule) {
    return new IllegalArgumentException(
        "bucket " + bucket + ": key " + rule + ", was \"" + key + "\"");
  }
}
