package io.wsfleet.gateway.engineio.transport;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.engineio.protocol.EngineVersion;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.engineio.server.ConnectionContext;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.engineio.server.MessageHandler;
import io.wsfleet.gateway.engineio.server.Transport;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.EventLoops;
import io.wsfleet.gateway.net.websocket.CloseCode;
import io.wsfleet.gateway.net.websocket.WebSocket;
import java.util.function.Function;

/** Opens connections with their transports, and starts upgrades. */
public final class TransportFactory {
  private final Vertx vertx;
  private final EventLoops eventLoops;
  private final ConnectionContext connectionContext;
  private final TransportContext transportContext;
  private final MessageHandler.Factory messageHandlers;

  public TransportFactory(
      Vertx vertx,
      EventLoops eventLoops,
      ConnectionContext connectionContext,
      TransportContext transportContext,
      MessageHandler.Factory messageHandlers) {
    this.vertx = vertx;
    this.eventLoops = eventLoops;
    this.connectionContext = connectionContext;
    this.transportContext = transportContext;
    this.messageHandlers = messageHandlers;
  }

  /** Opens a connection over a WebSocket. */
  void open(WebSocket socket, EngineVersion version, Handshake handshake) {
    open(
        socket.eventLoopQueue(),
        version,
        handshake,
        connection -> new WebSocketTransport(socket, connection, transportContext, connection));
  }

  /** Opens a connection over long polling. */
  void open(PollingRequest request, EngineVersion version, Handshake handshake) {
    open(
        eventLoops.get(request.channel().eventLoop()),
        version,
        handshake,
        connection ->
            new PollingTransport(
                connection, connectionContext.registry(), transportContext, vertx, request));
  }

  private void open(
      EventLoopQueue eventLoopQueue,
      EngineVersion version,
      Handshake handshake,
      Function<Connection, Transport> transport) {
    Connection connection =
        new Connection(
            connectionContext, eventLoopQueue, version, handshake, messageHandlers, transport);
    connectionContext.registry().add(connection);
    connection.open();
  }

  /** Starts the upgrade of a connection from long polling to a WebSocket. */
  void upgrade(WebSocket socket, Connection connection) {
    if (connection.transport() instanceof PollingTransport polling) {
      new Upgrade(vertx, socket, connection, transportContext, polling).start();
    } else {
      rejectWebSocket(socket);
    }
  }

  /** Closes a WebSocket that belongs to no session. */
  void rejectWebSocket(WebSocket socket) {
    socket.close(CloseCode.NORMAL_CLOSURE.number(), "", transportContext.webSocket().closeMillis());
  }
}
