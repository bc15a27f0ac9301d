package io.wsfleet.bench.load;

/** A run that does not count because a message or a connection was lost. */
public final class InvalidRunException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public InvalidRunException(String message) {
    super(message);
  }
}
