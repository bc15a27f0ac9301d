package io.wsfleet.gateway.engineio.protocol;

/** The interval and the timeout of the heartbeat, in milliseconds. */
public record HeartbeatSettings(long pingInterval, long pingTimeout) {

  /** The longest time without a packet from the client. */
  public long maxSilence() {
    return pingInterval + pingTimeout;
  }

  /** The shorter one of both. */
  public long shortest() {
    return Math.min(pingInterval, pingTimeout);
  }
}
