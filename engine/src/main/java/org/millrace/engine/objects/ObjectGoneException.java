package org.millrace.engine.objects;

import java.io.IOException;

/**
 * The version asked for cannot be read: the object no longer exists. Trying again does not help.
 */
public final class ObjectGoneException extends IOException {
  public ObjectGoneException(ObjectRef object) {
    super(
        object
            + ": the object no longer exists since it was listed (version "
            + object.etag()
            + ")");
  }
}
