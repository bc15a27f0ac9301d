package io.wsfleet.bench.load;

/** What was measured does not count: a message or a connection was lost. */
public final class Invalid extends RuntimeException {

  private static final long serialVersionUID = 1;

  public Invalid(String message) {
    super(message);
  }
}
