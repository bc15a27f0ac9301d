package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.protocol.EngineVersion;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.engineio.server.MessageHandler;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.DecodeResult;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.protocol.PartialPacket;
import io.wsfleet.gateway.socketio.protocol.SocketEncoder;
import io.wsfleet.gateway.socketio.protocol.SocketSession;
import io.wsfleet.gateway.socketio.protocol.SocketSession.SocketAction;
import io.wsfleet.gateway.socketio.server.SessionRecovery.SessionStart;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one connection, by namespace. A client that asks to connect to a namespace is
 * accepted or refused by {@link SocketEvents}; a socket that is accepted is added to the {@link
 * Hub}. Runs on the event loop of the connection.
 */
public final class ClientSockets implements MessageHandler {
  private final Connection connection;
  private final SocketContext context;
  private final SocketSession session;
  private final UnfinishedEvents unfinishedEvents = new UnfinishedEvents();

  private @Nullable PartialPacket partialPacket;

  // Recovered sockets that are not sent all yet that they missed.
  private volatile List<SocketOutbound> replaying = List.of();

  // Nearly always one: a list is smaller than a map.
  private List<Socket> sockets = List.of();

  public ClientSockets(Connection connection, SocketContext context) {
    this.connection = connection;
    this.context = context;
    this.session =
        new SocketSession(
            context.settings().namespaces(), connection.version() == EngineVersion.V3);
  }

  /** A client of Socket.IO 2 asks for the main namespace by connecting. */
  @Override
  public void onOpen() {
    if (session.isLegacy()) {
      requestConnect(NamespaceMatcher.MAIN, "{}");
    }
  }

  @Override
  public void onText(String message) {
    onDecoded(context.decoder().onText(partialPacket, message));
  }

  @Override
  public void onBinary(byte[] message) {
    onDecoded(context.decoder().onBinary(partialPacket, message));
  }

  @Override
  public boolean hasPartialPacket() {
    return partialPacket != null;
  }

  @Override
  public boolean isIdle() {
    return !hasPartialPacket()
        && replaying.isEmpty()
        && unfinishedEvents.isEmpty()
        && session.size() == sockets.size()
        && sockets.stream().noneMatch(context.pendingAcks()::isExpectedFrom);
  }

  @Override
  public boolean refill() {
    boolean added = false;
    for (SocketOutbound each : replaying) {
      added |= each.refill();
    }
    return added;
  }

  /** A socket gets its deliveries like all others from now on. */
  void onReplayEnd(SocketOutbound outbound) {
    synchronized (this) {
      replaying = replaying.stream().filter(each -> each != outbound).toList();
    }
    context.hub().invalidateRecipients();
  }

  synchronized void startReplay(SocketOutbound outbound) {
    replaying = Stream.concat(replaying.stream(), Stream.of(outbound)).toList();
    connection.transport().runInSendOrder(outbound::startReplay);
  }

  /** The dispatcher of the sockets has changed. */
  @Override
  public void onUpgrade() {
    context.hub().invalidateRecipients();
  }

  @Override
  public void onClose(CloseReason reason) {
    sockets.forEach(socket -> removeSocket(socket.namespace(), reason));
    replaying.forEach(SocketOutbound::endReplay);
  }

  private void onDecoded(DecodeResult decodeResult) {
    partialPacket = decodeResult.pending();
    if (decodeResult instanceof DecodeResult.Malformed malformed) {
      connection.closeOnProtocolError(malformed.reason());
    } else if (decodeResult instanceof DecodeResult.Complete complete) {
      onPacket(complete.packet());
    }
  }

  private void onPacket(Packet packet) {
    SocketAction action = session.onPacket(packet);
    if (action instanceof SocketAction.Connect connect) {
      if (session.size() > context.settings().maxNamespaces()) {
        connection.close(CloseReason.TOO_MANY_NAMESPACES);
      } else {
        requestConnect(connect.namespace(), connect.auth());
      }
    } else if (action instanceof SocketAction.Disconnect disconnect) {
      removeSocket(disconnect.namespace(), CloseReason.CLIENT_DISCONNECT);
    } else if (action instanceof SocketAction.Send send) {
      connection.send(send.packet());
    } else if (action instanceof SocketAction.HandleEvent handleEvent) {
      Socket sender = requireSocket(handleEvent.namespace());
      unfinishedEvents.track(
          context.events().onEvent(sender, handleEvent.event(), handleEvent.ackId()));
    } else if (action instanceof SocketAction.Ack ack) {
      context
          .pendingAcks()
          .acknowledge(requireSocket(ack.namespace()), ack.ackId(), ack.arguments());
    } else if (action instanceof SocketAction.ProtocolError broken) {
      connection.closeOnProtocolError(broken.reason());
    }
  }

  /** Disconnects the client from a namespace, or cancels its request to connect. */
  void disconnect(String namespace, CloseReason reason) {
    if (session.remove(namespace)) {
      connection.send(SocketEncoder.disconnect(namespace));
      removeSocket(namespace, reason);
    }
  }

  /** Disconnects the client from all namespaces. */
  void disconnectAll(CloseReason reason) {
    session.namespaces().forEach(namespace -> disconnect(namespace, reason));
  }

  /** Forgets a request to connect. */
  void cancelConnect(String namespace) {
    session.remove(namespace);
  }

  private void requestConnect(String namespace, String auth) {
    ConnectRequest connectRequest =
        new ConnectRequest(namespace, connection.handshake().withAuth(auth));
    RecoveryToken recoveryToken = RecoveryToken.fromAuth(auth);
    if (recoveryToken == null || !canRecover(connectRequest.handshake())) {
      authorize(connectRequest);
    } else {
      context
          .recovery()
          .recover(
              namespace,
              recoveryToken.pid(),
              recoveryToken.offset(),
              new RecoveringSocket(this, connection, context.hub(), connectRequest));
    }
  }

  private boolean canRecover(Handshake handshake) {
    return !session.isLegacy()
        && context.recovery().isOn()
        && context.settings().offsetSupport().of(handshake);
  }

  /** Asks the application whether a client may connect without a recovered session. */
  void authorize(ConnectRequest connectRequest) {
    context
        .events()
        .admit(connectRequest)
        .thenAccept(
            admission -> connection.runIfOpen(() -> onAdmission(connectRequest, admission)));
  }

  private void onAdmission(ConnectRequest connectRequest, Admission admission) {
    String namespace = connectRequest.namespace();
    if (admission instanceof Admission.Refuse refuse) {
      if (session.remove(namespace)) {
        connection.send(
            session.isLegacy()
                ? SocketEncoder.connectErrorLegacy(namespace, refuse.message(), refuse.data())
                : SocketEncoder.connectError(namespace, refuse.message(), refuse.data()));
      }
    } else if (admission instanceof Admission.Accept accept && session.completeConnect(namespace)) {
      connect(namespace, connectRequest.handshake(), accept);
    }
  }

  private void connect(String namespace, Handshake handshake, Admission.Accept accept) {
    connection.onNamespaceConnected();
    String id = session.isLegacy() ? legacyId(namespace) : context.socketIds().get();
    SessionStart sessionStart = canRecover(handshake) ? context.recovery().startSession() : null;
    String since = sessionStart == null ? null : sessionStart.since();
    SocketOutbound outbound = new SocketOutbound(connection, this, namespace, since);
    Socket socket = new Socket(id, namespace, handshake, accept.data(), outbound);
    sockets = with(socket);
    connection.send(connectPacket(namespace, id, sessionStart));
    context.hub().add(socket);
    context.hub().join(Audience.room(namespace, id), accept.rooms());
    if (sessionStart != null) {
      sessionStart.register(socket);
    }
    context.events().onConnect(socket, false);
  }

  private EncodedPacket connectPacket(
      String namespace, String id, @Nullable SessionStart sessionStart) {
    if (session.isLegacy()) {
      return SocketEncoder.connectLegacy(namespace);
    }
    return sessionStart == null
        ? SocketEncoder.connect(namespace, id)
        : SocketEncoder.connect(namespace, id, sessionStart.pid());
  }

  /** Adds a recovered socket to this connection, or removes it if the connection is closed. */
  void completeRecovery(Socket socket) {
    if (!connection.isClosed() && session.completeConnect(socket.namespace())) {
      connection.onNamespaceConnected();
      sockets = with(socket);
      context.events().onConnect(socket, true);
    } else {
      context.recovery().unregister(socket, CloseReason.TRANSPORT_CLOSE);
      endReplay(socket);
    }
  }

  private static void endReplay(Socket socket) {
    if (socket.sender() instanceof SocketOutbound outbound) {
      outbound.endReplay();
    }
  }

  private void removeSocket(String namespace, CloseReason reason) {
    Socket socket = find(namespace);
    if (socket != null) {
      sockets = sockets.stream().filter(each -> each != socket).toList();
      context.recovery().unregister(socket, reason);
      endReplay(socket);
      context.events().onDisconnect(socket, reason);
    }
  }

  private List<Socket> with(Socket socket) {
    return sockets.isEmpty()
        ? List.of(socket)
        : Stream.concat(sockets.stream(), Stream.of(socket)).toList();
  }

  private @Nullable Socket find(String namespace) {
    for (Socket socket : sockets) {
      if (socket.namespace().equals(namespace)) {
        return socket;
      }
    }
    return null;
  }

  private Socket requireSocket(String namespace) {
    Socket socket = find(namespace);
    if (socket == null) {
      throw new IllegalStateException("no socket in namespace " + namespace);
    }
    return socket;
  }

  // Clients of Socket.IO 2 derive their ids in this way and are not sent them.
  private String legacyId(String namespace) {
    return namespace.equals(NamespaceMatcher.MAIN)
        ? connection.sid()
        : namespace + "#" + connection.sid();
  }
}
