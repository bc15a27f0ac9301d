package io.wsfleet.gateway.adapter.wire;

import org.jspecify.annotations.Nullable;

/** The types of requests of {@code socket.io-redis} 5, in its own words. */
public enum LegacyRequestType {
  CLIENTS(0),
  CLIENT_ROOMS(1),
  ALL_ROOMS(2),
  REMOTE_JOIN(3),
  REMOTE_LEAVE(4),
  CUSTOM_REQUEST(5),
  REMOTE_DISCONNECT(6);

  private final int code;

  LegacyRequestType(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** Null for a type that those servers do not know either. */
  public static @Nullable LegacyRequestType of(int code) {
    return code < 0 || code >= values().length ? null : values()[code];
  }
}
