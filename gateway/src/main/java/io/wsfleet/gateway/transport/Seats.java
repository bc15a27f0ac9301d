package io.wsfleet.gateway.transport;

import io.wsfleet.gateway.app.Admission;
import io.wsfleet.gateway.app.Candidate;
import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.engineio.EngineVersion;
import io.wsfleet.gateway.hub.Handshake;
import io.wsfleet.gateway.hub.Member;
import io.wsfleet.gateway.socketio.Audience;
import io.wsfleet.gateway.socketio.Namespaces;
import io.wsfleet.gateway.socketio.Packet;
import io.wsfleet.gateway.socketio.SocketEncoder;
import io.wsfleet.gateway.socketio.SocketSession;
import io.wsfleet.gateway.socketio.SocketSession.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of one connection in namespaces: who asks is admitted or refused by the application,
 * who is admitted becomes a member of the hub. Runs where its connection runs.
 */
final class Seats {
  private final Connection connection;
  private final Connections connections;
  private final boolean legacy;
  private final SocketSession session;
  private final Map<String, Member> members = new HashMap<>(2);

  Seats(Connection connection, Connections connections) {
    this.connection = connection;
    this.connections = connections;
    this.legacy = connection.version() == EngineVersion.V3;
    this.session = new SocketSession(connections.settings().namespaces(), legacy);
  }

  /** Older clients have asked for the main namespace by connecting. */
  void open() {
    if (legacy) {
      ask(Namespaces.MAIN, "{}");
    }
  }

  void onPacket(Packet packet) {
    Step step = session.onPacket(packet);
    if (session.namespaces().size() > connections.settings().limits().namespaces()) {
      connection.close(CloseReason.TOO_MANY_NAMESPACES);
    } else if (step instanceof Step.Ask ask) {
      ask(ask.namespace(), ask.auth());
    } else if (step instanceof Step.Leave leave) {
      leave(leave.namespace(), CloseReason.CLIENT_DISCONNECT);
    } else if (step instanceof Step.Reply reply) {
      connection.send(reply.frame());
    } else if (step instanceof Step.Happen happen) {
      connections.application().onEvent(member(happen.namespace()), happen.event(), happen.ackId());
    } else if (step instanceof Step.Answer answer) {
      connections
          .questions()
          .answer(member(answer.namespace()), answer.ackId(), answer.arguments());
    } else if (step instanceof Step.Break broken) {
      connection.breakOff(broken.why());
    }
  }

  /** Puts the client out of a namespace, whether it is in or waits to be. */
  void expel(String namespace, CloseReason reason) {
    if (session.expel(namespace)) {
      connection.send(SocketEncoder.disconnected(namespace));
      leave(namespace, reason);
    }
  }

  /** The same for all namespaces. */
  void expelAll(CloseReason reason) {
    session.namespaces().forEach(namespace -> expel(namespace, reason));
  }

  /** The connection is over. */
  void vacate(CloseReason reason) {
    List.copyOf(members.keySet()).forEach(namespace -> leave(namespace, reason));
  }

  private void ask(String namespace, String auth) {
    Candidate candidate = new Candidate(namespace, connection.handshake().withAuth(auth));
    connections
        .application()
        .admit(candidate)
        .thenAccept(admission -> connection.run(() -> decided(candidate, admission)));
  }

  private void decided(Candidate candidate, Admission admission) {
    String namespace = candidate.namespace();
    if (admission instanceof Admission.Refuse refuse) {
      if (session.expel(namespace)) {
        connection.send(
            legacy
                ? SocketEncoder.refusedLegacy(namespace, refuse.message(), refuse.data())
                : SocketEncoder.refused(namespace, refuse.message(), refuse.data()));
      }
    } else if (admission instanceof Admission.Accept accept && session.admit(namespace)) {
      enter(namespace, candidate.handshake(), accept);
    }
  }

  private void enter(String namespace, Handshake handshake, Admission.Accept accept) {
    connection.onJoined();
    String id = legacy ? legacyId(namespace) : connections.newSocketId();
    Seat seat = new Seat(connection, this, namespace);
    Member member = new Member(id, namespace, handshake, accept.data(), seat);
    members.put(namespace, member);
    connection.send(
        legacy ? SocketEncoder.connectedLegacy(namespace) : SocketEncoder.connected(namespace, id));
    connections.hub().add(member);
    connections.hub().join(Audience.room(namespace, id), accept.rooms());
    connections.application().onConnect(member, false);
  }

  private void leave(String namespace, CloseReason reason) {
    Member member = members.remove(namespace);
    if (member != null) {
      connections.hub().remove(member);
      connections.application().onDisconnect(member, reason);
    }
  }

  private Member member(String namespace) {
    Member member = members.get(namespace);
    if (member == null) {
      throw new IllegalStateException("joined, but no member: " + namespace);
    }
    return member;
  }

  // Older clients are not told their ids; they work them out like this.
  private String legacyId(String namespace) {
    return namespace.equals(Namespaces.MAIN)
        ? connection.sid()
        : namespace + "#" + connection.sid();
  }
}
