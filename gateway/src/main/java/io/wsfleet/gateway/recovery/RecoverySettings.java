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

  /** How often the gateway says that it lives, and how far those have heard that it holds. */
  long renewMillis() {
    return Math.max(500, Math.min(15_000, windowMillis / 4));
  }

  /** How long sessions can be taken over from a gateway that was killed: the window at least. */
  long sessionMillis() {
    return windowMillis + 2 * renewMillis();
  }

  /** How long at most a session of such a gateway takes room in Redis. */
  long heldMillis() {
    return 4 * sessionMillis();
  }

  /** How often a session is written again though nothing of it has changed. */
  long rewriteMillis() {
    return heldMillis() / 2;
  }

  /** How long a message is kept: a client may come back that long after its gateway spoke. */
  long historyMillis() {
    return sessionMillis();
  }
}
