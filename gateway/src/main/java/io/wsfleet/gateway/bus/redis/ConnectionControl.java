package io.wsfleet.gateway.bus.redis;

/** What a {@link ConnectionListener} decides about the connection that it was given. */
public interface ConnectionControl {
  /** The connection is prepared and counts as up. */
  void markReady();

  /** Closes the connection, if it is still in use, and connects again. */
  void abandon(String reason);
}
