package io.wsfleet.gateway.adapter.wire;

import org.jspecify.annotations.Nullable;

/** The types of requests and responses of {@code @socket.io/redis-adapter}, in its own words. */
public enum RequestType {
  SOCKETS(0),
  ALL_ROOMS(1),
  REMOTE_JOIN(2),
  REMOTE_LEAVE(3),
  REMOTE_DISCONNECT(4),
  REMOTE_FETCH(5),
  SERVER_SIDE_EMIT(6),
  BROADCAST(7),
  BROADCAST_CLIENT_COUNT(8),
  BROADCAST_ACK(9);

  private final int code;

  RequestType(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** Null for a type that those servers do not know either. */
  public static @Nullable RequestType of(int code) {
    return code < 0 || code >= values().length ? null : values()[code];
  }
}
