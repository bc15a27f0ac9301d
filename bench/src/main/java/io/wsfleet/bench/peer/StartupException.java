package io.wsfleet.bench.peer;

/** A server that did not become ready. */
public final class StartupException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String logTail;

  StartupException(String fact, String written) {
    super(fact);
    this.logTail = written;
  }

  /** The last lines of the server's output. */
  public String logTail() {
    return logTail;
  }
}
