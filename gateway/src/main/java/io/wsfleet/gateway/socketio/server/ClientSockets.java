package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.protocol.EngineVersion;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.engineio.server.ConnectionRegistry;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.session.Recovery;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.protocol.SocketEncoder;
import io.wsfleet.gateway.socketio.protocol.SocketSession;
import io.wsfleet.gateway.socketio.protocol.SocketSession.SocketAction;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The places of one connection in namespaces: who asks is admitted or refused by the application,
 * who is admitted becomes a member of the hub. Runs where its connection runs.
 */
public final class ClientSockets {
  private final Connection connection;
  private final SocketSession session;

  // As few as there are namespaces that one client joins, and nearly always one.
  private List<Socket> sockets = List.of();

  public ClientSockets(Connection connection) {
    this.connection = connection;
    this.session =
        new SocketSession(
            connection.connectionRegistry().settings().namespaces(),
            connection.version() == EngineVersion.V3);
  }

  /** Older clients have asked for the main namespace by connecting. */
  public void open() {
    if (session.isLegacy()) {
      requestConnect(NamespaceMatcher.MAIN, "{}");
    }
  }

  public void onPacket(Packet packet) {
    SocketAction action = session.onPacket(packet);
    if (action instanceof SocketAction.Connect connect) {
      if (session.size() > connections().settings().limits().namespaces()) {
        connection.close(CloseReason.TOO_MANY_NAMESPACES);
      } else {
        requestConnect(connect.namespace(), connect.auth());
      }
    } else if (action instanceof SocketAction.Disconnect disconnect) {
      removeSocket(disconnect.namespace(), CloseReason.CLIENT_DISCONNECT);
    } else if (action instanceof SocketAction.Send send) {
      connection.send(send.packet());
    } else if (action instanceof SocketAction.HandleEvent handleEvent) {
      connections()
          .eventRouter()
          .onEvent(
              requireSocket(handleEvent.namespace()), handleEvent.event(), handleEvent.ackId());
    } else if (action instanceof SocketAction.Ack ack) {
      connections()
          .pendingAcks()
          .acknowledge(requireSocket(ack.namespace()), ack.ackId(), ack.arguments());
    } else if (action instanceof SocketAction.ProtocolError broken) {
      connection.closeOnProtocolError(broken.reason());
    }
  }

  /** Puts the client out of a namespace, whether it is in or waits to be. */
  void disconnect(String namespace, CloseReason reason) {
    if (session.remove(namespace)) {
      connection.send(SocketEncoder.disconnect(namespace));
      removeSocket(namespace, reason);
    }
  }

  /** The same for all namespaces. */
  void disconnectAll(CloseReason reason) {
    session.namespaces().forEach(namespace -> disconnect(namespace, reason));
  }

  /** The connection is over. */
  public void onConnectionClosed(CloseReason reason) {
    sockets.forEach(socket -> removeSocket(socket.namespace(), reason));
  }

  private void requestConnect(String namespace, String auth) {
    ConnectRequest connectRequest =
        new ConnectRequest(namespace, connection.handshake().withAuth(auth));
    RecoveryToken recoveryToken =
        session.isLegacy() || !connections().recovery().isOn()
            ? null
            : RecoveryToken.fromAuth(auth);
    if (recoveryToken == null) {
      authorize(connectRequest);
    } else {
      connections()
          .recovery()
          .recover(
              namespace,
              recoveryToken.pid(),
              recoveryToken.offset(),
              new RecoveringSocket(connectRequest));
    }
  }

  private void authorize(ConnectRequest connectRequest) {
    connections()
        .eventRouter()
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
    String id = session.isLegacy() ? legacyId(namespace) : connections().newSocketId();
    Recovery.SessionStart sessionStart =
        session.isLegacy() ? null : connections().recovery().startSession();
    String since = sessionStart == null ? null : sessionStart.since();
    SocketOutbound outbound = new SocketOutbound(connection, namespace, since);
    Socket socket = new Socket(id, namespace, handshake, accept.data(), outbound);
    sockets = with(socket);
    connection.send(connectPacket(namespace, id, sessionStart));
    connections().hub().add(socket);
    connections().hub().join(Audience.room(namespace, id), accept.rooms());
    if (sessionStart != null) {
      connections().recovery().register(socket, sessionStart);
    }
    connections().eventRouter().onConnect(socket, false);
  }

  private EncodedPacket connectPacket(
      String namespace, String id, Recovery.@Nullable SessionStart sessionStart) {
    if (session.isLegacy()) {
      return SocketEncoder.connectLegacy(namespace);
    }
    return sessionStart == null
        ? SocketEncoder.connect(namespace, id)
        : SocketEncoder.connect(namespace, id, sessionStart.pid());
  }

  /** A client that was here before, or at another gateway. */
  private final class RecoveringSocket implements RecoveryCallback {
    private final ConnectRequest connectRequest;

    RecoveringSocket(ConnectRequest connectRequest) {
      this.connectRequest = connectRequest;
    }

    @Override
    public Socket restore(RecoveredSession recoveredSession) {
      String namespace = connectRequest.namespace();
      SocketOutbound outbound =
          new SocketOutbound(connection, namespace, recoveredSession.offset());
      Socket socket =
          new Socket(
              recoveredSession.id(),
              namespace,
              connectRequest.handshake(),
              recoveredSession.data(),
              outbound);
      recoveredSession.missedDeliveries().forEach(outbound::markQueued);
      connections().hub().add(socket);
      connections()
          .hub()
          .join(Audience.room(namespace, recoveredSession.id()), recoveredSession.rooms());
      return socket;
    }

    @Override
    public void sendMissed(Socket socket, RecoveredSession recoveredSession) {
      // Before it is told anything: its first packet may come as soon as it is.
      connection.execute(() -> completeRecovery(socket));
      connection.send(
          SocketEncoder.connect(
              connectRequest.namespace(), recoveredSession.id(), recoveredSession.pid()));
      recoveredSession.missedDeliveries().forEach(socket.sender()::deliver);
    }

    @Override
    public void reject(RecoveryFailure why) {
      connection.runIfOpen(() -> authorize(connectRequest));
    }
  }

  /** What was done elsewhere for a client that came back is known here too, or undone. */
  private void completeRecovery(Socket socket) {
    if (!connection.isClosed() && session.completeConnect(socket.namespace())) {
      connection.onNamespaceConnected();
      sockets = with(socket);
      connections().eventRouter().onConnect(socket, true);
    } else {
      connections().recovery().unregister(socket, CloseReason.TRANSPORT_CLOSE);
    }
  }

  private void removeSocket(String namespace, CloseReason reason) {
    Socket socket = find(namespace);
    if (socket != null) {
      sockets = sockets.stream().filter(each -> each != socket).toList();
      connections().recovery().unregister(socket, reason);
      connections().eventRouter().onDisconnect(socket, reason);
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

  private ConnectionRegistry connections() {
    return connection.connectionRegistry();
  }

  private Socket requireSocket(String namespace) {
    Socket socket = find(namespace);
    if (socket == null) {
      throw new IllegalStateException("joined, but no member: " + namespace);
    }
    return socket;
  }

  // Older clients are not told their ids; they work them out like this.
  private String legacyId(String namespace) {
    return namespace.equals(NamespaceMatcher.MAIN)
        ? connection.sid()
        : namespace + "#" + connection.sid();
  }
}
