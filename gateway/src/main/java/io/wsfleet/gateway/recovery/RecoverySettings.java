package io.wsfleet.gateway.recovery;

/**
 * How long and how much.
 *
 * @param windowMillis how long a client may be away; 0 switches recovery off
 * @param packets how many messages are kept
 * @param bytes how much memory they may take
 * @param sessionBytes how much all sessions of this gateway may take
 */
public record RecoverySettings(long windowMillis, int packets, long bytes, long sessionBytes) {

  boolean isOn() {
    return windowMillis > 0;
  }

  /** How often a session is written again, so that it says how far its client has heard. */
  long renewMillis() {
    return Math.max(500, Math.min(15_000, windowMillis / 4));
  }

  /** How long a session outlives the gateway that wrote it last: the window at least. */
  long sessionMillis() {
    return windowMillis + 2 * renewMillis();
  }

  /** How long a message is kept: a client may come back that long after its session was written. */
  long historyMillis() {
    return sessionMillis();
  }
}
