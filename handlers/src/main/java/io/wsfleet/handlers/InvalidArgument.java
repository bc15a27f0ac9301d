package io.wsfleet.handlers;

/**
 * Thrown for an argument of a client that is not valid. The handler ends; the gateway counts it as
 * {@code invalid argument} and does not log it. In {@link Handlers#admit} the client is refused
 * with the message, so it must not contain secrets.
 */
public final class InvalidArgument extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * An argument of another type than expected.
   *
   * @param expected the expected type in words, for example {@code a number}
   */
  public InvalidArgument(String expected, Value found) {
    this("expected " + expected + ", got " + ValueConverter.kind(found));
  }

  /** An argument that the handler itself rejects. */
  public InvalidArgument(String message) {
    // Without a stack trace, which is expensive: clients can cause any number of these.
    super(message, null, false, false);
  }
}
