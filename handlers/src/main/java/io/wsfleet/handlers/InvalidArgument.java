package io.wsfleet.handlers;

/** A client sent something else than a handler expects. */
public final class InvalidArgument extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What was expected, in words. */
  public InvalidArgument(String expected, Value found) {
    this(expected + " was expected, and " + ValueConverter.kind(found) + " came");
  }

  /** For what a handler itself finds wrong with what a client sent. */
  public InvalidArgument(String message) {
    // Clients can cause as many as they like: a stack trace would only cost.
    super(message, null, false, false);
  }
}
