package io.wsfleet.gateway.bootstrap;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.engineio.protocol.IdGenerator;
import io.wsfleet.gateway.engineio.server.ConnectionContext;
import io.wsfleet.gateway.engineio.server.ConnectionRegistry;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import io.wsfleet.gateway.engineio.transport.EngineIoEndpoint;
import io.wsfleet.gateway.engineio.transport.SessionForwarder;
import io.wsfleet.gateway.engineio.transport.TransportContext;
import io.wsfleet.gateway.engineio.transport.TransportFactory;
import io.wsfleet.gateway.limits.RateLimits;
import io.wsfleet.gateway.net.EventLoopTimers;
import io.wsfleet.gateway.net.EventLoops;
import io.wsfleet.gateway.net.websocket.WebSocketUpgrade;
import io.wsfleet.gateway.plain.PlainClients;
import io.wsfleet.gateway.plain.PlainEndpoint;
import io.wsfleet.gateway.rules.EventRouter;
import io.wsfleet.gateway.session.Recovery;
import io.wsfleet.gateway.socketio.fanout.EventLoopDispatcher;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import io.wsfleet.gateway.socketio.protocol.SocketDecoder;
import io.wsfleet.gateway.socketio.server.ClientSockets;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.PendingAcks;
import io.wsfleet.gateway.socketio.server.SocketContext;
import java.time.Clock;

/** Wires what clients connect to: the endpoints of Engine.IO and of plain clients. */
final class ClientWiring {
  private final Vertx vertx;
  private final Settings.Clients clients;
  private final Clock clock;
  private final IdGenerator idGenerator;
  private final TransportCounters transportCounters;
  private final ConnectionRegistry connectionRegistry;
  private final WebSocketUpgrade webSocketUpgrade;

  ClientWiring(
      Vertx vertx,
      Settings.Clients clients,
      Clock clock,
      IdGenerator idGenerator,
      TransportCounters transportCounters,
      ConnectionRegistry connectionRegistry) {
    this.vertx = vertx;
    this.clients = clients;
    this.clock = clock;
    this.idGenerator = idGenerator;
    this.transportCounters = transportCounters;
    this.connectionRegistry = connectionRegistry;
    EventLoops eventLoops =
        new EventLoops(
            vertx,
            (eventLoop, context) ->
                new EventLoopDispatcher(
                    eventLoop, context, clients.eventLoops(), transportCounters));
    this.webSocketUpgrade = new WebSocketUpgrade(eventLoops, clients.webSocket());
  }

  PlainEndpoint plainEndpoint(PlainClients plain) {
    return new PlainEndpoint(plain, webSocketUpgrade, clock, clients.http().trustedProxies());
  }

  EngineIoEndpoint endpoint(
      Hub hub,
      EventRouter eventRouter,
      PendingAcks pendingAcks,
      Recovery recovery,
      SessionForwarder sessionForwarder) {
    ConnectionContext connections =
        new ConnectionContext(
            clients.engine(),
            new RateLimits(clients.limits(), clients.engine().maxPayload()),
            new EventLoopTimers(vertx, clients.engine().heartbeat().shortest()),
            transportCounters,
            connectionRegistry,
            idGenerator::newSessionId);
    TransportContext transports =
        new TransportContext(
            clients.engine(), clients.http(), clients.webSocket(), transportCounters);
    SocketContext sockets =
        new SocketContext(
            clients.sockets(),
            decoder(),
            hub,
            eventRouter,
            pendingAcks,
            recovery,
            idGenerator::newSocketId);
    TransportFactory transportFactory =
        new TransportFactory(
            vertx,
            webSocketUpgrade.eventLoops(),
            connections,
            transports,
            connection -> new ClientSockets(connection, sockets));
    return new EngineIoEndpoint(
        transports,
        connectionRegistry,
        transportFactory,
        webSocketUpgrade,
        clock,
        sessionForwarder);
  }

  private SocketDecoder decoder() {
    return new SocketDecoder(
        new JsonText(clients.sockets().maxJsonDepth()),
        clients.engine().maxPayload(),
        clients.sockets().maxAttachments());
  }
}
