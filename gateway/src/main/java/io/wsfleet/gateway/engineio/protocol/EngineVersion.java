package io.wsfleet.gateway.engineio.protocol;

import org.jspecify.annotations.Nullable;

/** Engine.IO 3 is spoken by client 2.x, in which the client pings; from 4 on the server does. */
public enum EngineVersion {
  V3,
  V4;

  /** The version that the query parameter {@code EIO} names, if we speak it. */
  public static @Nullable EngineVersion of(@Nullable String eio) {
    if ("4".equals(eio)) {
      return V4;
    }
    return "3".equals(eio) ? V3 : null;
  }
}
