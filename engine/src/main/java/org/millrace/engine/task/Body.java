package org.millrace.engine.task;

/** A task's body as it travels: bytes and how to read them. */
public record Body(String contentType, byte[] bytes) {

  /** See {@link BodyCodec}. */
  public static Body of(Object value) {
    return BodyCodec.encode(value);
  }

  public Object decode() {
    return BodyCodec.decode(this);
  }
}
