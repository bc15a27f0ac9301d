package io.wsfleet.gateway.session.model;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;

/**
 * How long and how much.
 *
 * @param windowMillis how long a client may be away; 0 switches recovery off
 * @param maxMessages how many messages are kept
 * @param maxHistoryBytes how much memory they may take
 * @param maxSessionBytes how much all sessions of this gateway may take
 */
public record RecoverySettings(
    long windowMillis, int maxMessages, long maxHistoryBytes, long maxSessionBytes) {
  /** Throws an {@link IllegalArgumentException} if a setting is invalid. */
  public static RecoverySettings from(GatewayConfig.Recovery recovery) {
    return new RecoverySettings(
        1000L * atLeast(0, recovery.windowSeconds(), "RECOVERY_WINDOW_SECONDS"),
        atLeast(1, recovery.packets(), "RECOVERY_PACKETS"),
        atLeast(1, recovery.bytes(), "RECOVERY_BYTES"),
        atLeast(0, recovery.sessionBytes(), "RECOVERY_SESSION_BYTES"));
  }

  public boolean isOn() {
    return windowMillis > 0;
  }

  /** How often the gateway says that it lives, and how far those have heard that it holds. */
  public long heartbeatMillis() {
    return Math.max(500, Math.min(15_000, windowMillis / 4));
  }

  /** How long sessions can be taken over from a gateway that was killed: the window at least. */
  public long claimableMillis() {
    return windowMillis + 2 * heartbeatMillis();
  }

  /** How long at most a session of such a gateway takes room in Redis. */
  public long liveTtlMillis() {
    return 4 * claimableMillis();
  }

  /** How often a session is written again though nothing of it has changed. */
  public long rewriteMillis() {
    return liveTtlMillis() / 2;
  }

  /** How long a message is kept: a client may come back that long after its gateway spoke. */
  long historyMillis() {
    return claimableMillis();
  }
}
