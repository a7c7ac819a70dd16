package org.millrace.engine.objects;

import java.io.IOException;

/**
 * The version asked for cannot be read: another version has taken its place. Trying again does not
 * help.
 */
public final class ObjectChangedException extends IOException {
  public ObjectChangedException(ObjectRef object) {
    super(
        object
            + ": another version has taken its place since it was listed (version "
            + object.etag()
            + ")");
  }
}
