package org.millrace.manager.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.millrace.engine.objects.FolderObjectStore;
import org.millrace.engine.objects.ObjectRef;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Where uploads lie until they are whole: a hidden folder of their own bucket, seen by a second
 * folder store as its only container. Being on the bucket's file system, a whole upload becomes an
 * object by a rename.
 */
final class Staging {

  /** The hidden folder's name, which is the second store's container. */
  static final String CONTAINER = FolderObjectStore.HIDDEN_FOLDER;

  private static final int LOCKS = 64;

  private final FolderObjectStore objects;
  private final Stamp stamp;
  private final Map<String, BlobStore> stores = new ConcurrentHashMap<>();
  private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

  Staging(FolderObjectStore objects, Stamp stamp) {
    this.objects = objects;
    this.stamp = stamp;
  }

  /** Whether a key is the endpoint's own note on an upload, which never becomes an object. */
  static boolean holds(String key) {
    return key.startsWith(".mpus-") || key.startsWith(".s3proxy-");
  }

  static MultipartUpload staged(MultipartUpload upload) {
    return new MultipartUpload(
        upload.id(), upload.request().toBuilder().bucket(CONTAINER).build(), upload.response());
  }

  /** The store of a bucket's uploads; the bucket must exist. */
  BlobStore of(String bucket) {
    hidden(bucket);
    return stores.computeIfAbsent(
        bucket, b -> new FilesystemNio2BlobStore(hidden(b).getParent().toString()));
  }

  /** Lets go of a bucket; its hidden folder goes when no upload is under way. */
  void close(String bucket) {
    stores.remove(bucket);
    try {
      Files.deleteIfExists(hidden(bucket));
    } catch (DirectoryNotEmptyException e) {
      // The delete that follows finds the bucket not empty, and says so.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ObjectRef put(PutObjectRequest request, InputStream payload) {
    String name = UUID.randomUUID().toString();
    of(request.bucket())
        .putBlob(
            request.toBuilder().bucket(CONTAINER).key(name).ifMatch(null).ifNoneMatch(null).build(),
            payload);
    return publish(name, request.bucket(), request.key(), request.ifNoneMatch());
  }

  ObjectRef complete(MultipartUpload upload, CompleteMultipartUploadRequest request) {
    String bucket = upload.containerName();
    String key = upload.blobName();
    // Two uploads of one key are put together under one name, so one after the other.
    synchronized (locks[Math.floorMod((bucket + "/" + key).hashCode(), LOCKS)]) {
      of(bucket)
          .completeMultipartUpload(
              staged(upload),
              request.toBuilder().bucket(CONTAINER).ifMatch(null).ifNoneMatch(null).build());
      return publish(key, bucket, key, request.ifNoneMatch());
    }
  }

  private ObjectRef publish(String name, String bucket, String key, String ifNoneMatch) {
    Path whole = hidden(bucket).resolve(name);
    try {
      try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      stamp.put(whole);
      if ("*".equals(ifNoneMatch)) {
        return Conditions.createOnly(objects, whole, bucket, key);
      }
      return objects.adopt(whole, bucket, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path hidden(String bucket) {
    try {
      return objects.hidden(bucket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
