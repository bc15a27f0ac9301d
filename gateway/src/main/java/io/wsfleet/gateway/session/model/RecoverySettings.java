package io.wsfleet.gateway.session.model;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;

/**
 * The window and the limits of connection state recovery.
 *
 * @param windowMillis how long a client may be disconnected; 0 turns recovery off
 * @param maxMessages how many messages the history keeps
 * @param maxHistoryBytes how much memory the history may use
 * @param maxSessionBytes the size of all saved sessions of this gateway
 * @param holdMillis how long a client is held while its session cannot be restored yet
 * @param maxHeld how many clients are held at a time
 */
public record RecoverySettings(
    long windowMillis,
    int maxMessages,
    long maxHistoryBytes,
    long maxSessionBytes,
    long holdMillis,
    int maxHeld) {
  public RecoverySettings {
    holdMillis = Math.min(holdMillis, windowMillis);
  }

  /** Throws an {@link IllegalArgumentException} if a setting is invalid. */
  public static RecoverySettings from(GatewayConfig.Recovery recovery) {
    return new RecoverySettings(
        recovery.offsets() == GatewayConfig.Offsets.NEVER
            ? 0
            : 1000L * atLeast(0, recovery.windowSeconds(), "RECOVERY_WINDOW_SECONDS"),
        atLeast(1, recovery.packets(), "RECOVERY_PACKETS"),
        atLeast(1, recovery.bytes(), "RECOVERY_BYTES"),
        atLeast(0, recovery.sessionBytes(), "RECOVERY_SESSION_BYTES"),
        1000L * atLeast(1, recovery.holdSeconds(), "RECOVERY_HOLD_SECONDS"),
        atLeast(0, recovery.heldClients(), "RECOVERY_HELD_CLIENTS"));
  }

  public boolean isOn() {
    return windowMillis > 0;
  }

  /** How often the gateway publishes its heartbeat and watermark. */
  public long heartbeatMillis() {
    return Math.max(500, Math.min(15_000, windowMillis / 4));
  }

  /** How long the sessions of a killed gateway can be claimed: at least the window. */
  public long claimableMillis() {
    return windowMillis + 2 * heartbeatMillis();
  }

  /** How long such a session stays in Redis at most. */
  public long liveTtlMillis() {
    return 4 * claimableMillis();
  }

  /** How often an unchanged session is saved again. */
  public long rewriteMillis() {
    return liveTtlMillis() / 2;
  }

  /** How much may wait for a client that recovers: what it missed, and what comes meanwhile. */
  public long maxReplayBytes() {
    return 2 * maxHistoryBytes;
  }

  /** How long the history keeps a message: as long as a session can be claimed. */
  long historyMillis() {
    return claimableMillis();
  }
}
