package io.wsfleet.bench.peer;

/** A server did not come up. */
public final class NotStarted extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String written;

  NotStarted(String fact, String written) {
    super(fact);
    this.written = written;
  }

  /** The end of what the server wrote. */
  public String written() {
    return written;
  }
}
