package org.millrace.routes.intake;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import org.millrace.engine.objects.ObjectRef;

/** Tells which objects somebody is still writing, where a store shows unfinished ones. */
@FunctionalInterface
public interface BeingWritten {

  /** Those of the candidates that are open for writing now; asked once a poll. */
  Set<ObjectRef> among(Collection<ObjectRef> candidates) throws IOException;

  /** For stores, such as S3, where an object is whole when it is seen. */
  static BeingWritten never() {
    return candidates -> Set.of();
  }
}
