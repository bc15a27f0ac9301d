package io.wsfleet.gateway.engineio;

/** How often a heartbeat is due and how late it may be, in milliseconds. */
public record Timing(long pingInterval, long pingTimeout) {

  /** How long a client may be silent. */
  public long silence() {
    return pingInterval + pingTimeout;
  }
}
