package io.wsfleet.bench.peer;

/** A server did not come up. */
public final class StartupException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String logTail;

  StartupException(String fact, String written) {
    super(fact);
    this.logTail = written;
  }

  /** The end of what the server wrote. */
  public String logTail() {
    return logTail;
  }
}
