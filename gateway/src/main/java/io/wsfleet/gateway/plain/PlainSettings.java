package io.wsfleet.gateway.plain;

import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.engineio.server.EngineSettings;
import io.wsfleet.gateway.limits.ClientLimits;
import io.wsfleet.gateway.socketio.server.SocketSettings;
import java.util.List;

/**
 * Settings of plain clients.
 *
 * @param path the path of the WebSocket
 * @param rooms the rooms that clients may join, leave and publish to
 * @param engine heartbeat and limits, as for Socket.IO clients
 * @param sockets namespaces and limits, as for Socket.IO clients
 */
public record PlainSettings(
    boolean enabled,
    String path,
    RoomAllowList rooms,
    EngineSettings engine,
    SocketSettings sockets,
    ClientLimits limits) {

  /** Throws an {@link IllegalArgumentException} if a setting is invalid. */
  public static PlainSettings from(
      GatewayConfig config, EngineSettings engine, SocketSettings sockets, ClientLimits limits) {
    String path = config.plain().path();
    String socketIoPath = config.protocol().path();
    if (!path.startsWith("/") || path.startsWith(socketIoPath)) {
      throw new IllegalArgumentException(
          "WSFLEET_PLAIN_PATH is \""
              + path
              + "\"; it must start with a slash and must not be below "
              + socketIoPath);
    }
    return new PlainSettings(
        config.plain().enabled(),
        path,
        RoomAllowList.of(config.plain().rooms().orElse(List.of())),
        engine,
        sockets,
        limits);
  }
}
