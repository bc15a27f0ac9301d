package io.wsfleet.gateway.engineio.protocol;

/** How often a heartbeat is due and how late it may be, in milliseconds. */
public record HeartbeatSettings(long pingInterval, long pingTimeout) {

  /** How long a client may be silent. */
  public long maxSilence() {
    return pingInterval + pingTimeout;
  }
}
