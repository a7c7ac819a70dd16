package org.millrace.routes.intake.sqs;

import java.util.List;

/** What a notification says. */
sealed interface S3Event {
  /** Objects that have come; empty when it speaks of other changes only. */
  record Created(List<Place> objects, List<String> others) implements S3Event {}

  /** S3 tries whether it may send here. */
  record Test(String bucket) implements S3Event {}

  /** No notification that is known. */
  record Unknown(String reason) implements S3Event {}

  /**
   * @param key decoded
   */
  record Place(String bucket, String key) {
    @Override
    public String toString() {
      return bucket + "/" + key;
    }
  }
}
