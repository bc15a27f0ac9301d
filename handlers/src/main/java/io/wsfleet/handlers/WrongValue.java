package io.wsfleet.handlers;

/** A client sent something else than a handler expects. */
public final class WrongValue extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What was expected, in words. */
  public WrongValue(String expected, Value found) {
    this(expected + " was expected, and " + Values.kind(found) + " came");
  }

  /** For what a handler itself finds wrong with what a client sent. */
  public WrongValue(String message) {
    // Clients can cause as many as they like: a stack trace would only cost.
    super(message, null, false, false);
  }
}
