package io.wsfleet.bench.load;

/** What was measured does not count: a message or a connection was lost. */
public final class InvalidRunException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public InvalidRunException(String message) {
    super(message);
  }
}
