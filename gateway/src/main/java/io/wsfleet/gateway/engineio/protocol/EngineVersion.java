package io.wsfleet.gateway.engineio.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The version of Engine.IO: 3 for clients 2.x, where the client pings; 4 for newer clients, where
 * the server pings.
 */
public enum EngineVersion {
  V3,
  V4;

  /** The version of the query parameter {@code EIO}; null if it is not supported. */
  public static @Nullable EngineVersion of(@Nullable String eio) {
    if ("4".equals(eio)) {
      return V4;
    }
    return "3".equals(eio) ? V3 : null;
  }
}
