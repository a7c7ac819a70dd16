package org.millrace.engine.intake;

/** A pipeline has no routes at the moment, so nobody knows where its messages begin. */
public final class NoPipelineException extends RuntimeException {
  NoPipelineException(String source, String pipeline) {
    super(
        "source "
            + source
            + ": pipeline must be one that is loaded, was \""
            + pipeline
            + "\" (load its routes, then send again)");
  }
}
