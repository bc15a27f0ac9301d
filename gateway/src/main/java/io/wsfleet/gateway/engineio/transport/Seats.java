package io.wsfleet.gateway.engineio.transport;

import io.wsfleet.gateway.app.Admission;
import io.wsfleet.gateway.app.Candidate;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.protocol.EngineVersion;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.engineio.server.ConnectionRegistry;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.hub.Member;
import io.wsfleet.gateway.recovery.Comeback;
import io.wsfleet.gateway.recovery.NotRecovered;
import io.wsfleet.gateway.recovery.Proof;
import io.wsfleet.gateway.recovery.Recovery;
import io.wsfleet.gateway.socketio.Audience;
import io.wsfleet.gateway.socketio.Namespaces;
import io.wsfleet.gateway.socketio.Packet;
import io.wsfleet.gateway.socketio.SocketEncoder;
import io.wsfleet.gateway.socketio.SocketSession;
import io.wsfleet.gateway.socketio.SocketSession.Step;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The places of one connection in namespaces: who asks is admitted or refused by the application,
 * who is admitted becomes a member of the hub. Runs where its connection runs.
 */
public final class Seats {
  private final Connection connection;
  private final SocketSession session;

  // As few as there are namespaces that one client joins, and nearly always one.
  private List<Member> members = List.of();

  public Seats(Connection connection) {
    this.connection = connection;
    this.session =
        new SocketSession(
            connection.connectionRegistry().settings().namespaces(),
            connection.version() == EngineVersion.V3);
  }

  /** Older clients have asked for the main namespace by connecting. */
  public void open() {
    if (session.isLegacy()) {
      ask(Namespaces.MAIN, "{}");
    }
  }

  public void onPacket(Packet packet) {
    Step step = session.onPacket(packet);
    if (step instanceof Step.Ask ask) {
      if (session.size() > connections().settings().limits().namespaces()) {
        connection.close(CloseReason.TOO_MANY_NAMESPACES);
      } else {
        ask(ask.namespace(), ask.auth());
      }
    } else if (step instanceof Step.Leave leave) {
      leave(leave.namespace(), CloseReason.CLIENT_DISCONNECT);
    } else if (step instanceof Step.Reply reply) {
      connection.send(reply.frame());
    } else if (step instanceof Step.Happen happen) {
      connections()
          .eventRouter()
          .onEvent(member(happen.namespace()), happen.event(), happen.ackId());
    } else if (step instanceof Step.Answer answer) {
      connections()
          .pendingAcks()
          .answer(member(answer.namespace()), answer.ackId(), answer.arguments());
    } else if (step instanceof Step.Break broken) {
      connection.closeOnProtocolError(broken.why());
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
  public void vacate(CloseReason reason) {
    members.forEach(member -> leave(member.namespace(), reason));
  }

  private void ask(String namespace, String auth) {
    Candidate candidate = new Candidate(namespace, connection.handshake().withAuth(auth));
    Proof proof = session.isLegacy() || !connections().recovery().isOn() ? null : Proof.in(auth);
    if (proof == null) {
      admit(candidate);
    } else {
      connections()
          .recovery()
          .comeBack(namespace, proof.pid(), proof.offset(), new Returning(candidate));
    }
  }

  private void admit(Candidate candidate) {
    connections()
        .eventRouter()
        .admit(candidate)
        .thenAccept(admission -> connection.runIfOpen(() -> decided(candidate, admission)));
  }

  private void decided(Candidate candidate, Admission admission) {
    String namespace = candidate.namespace();
    if (admission instanceof Admission.Refuse refuse) {
      if (session.expel(namespace)) {
        connection.send(
            session.isLegacy()
                ? SocketEncoder.refusedLegacy(namespace, refuse.message(), refuse.data())
                : SocketEncoder.refused(namespace, refuse.message(), refuse.data()));
      }
    } else if (admission instanceof Admission.Accept accept && session.admit(namespace)) {
      enter(namespace, candidate.handshake(), accept);
    }
  }

  private void enter(String namespace, Handshake handshake, Admission.Accept accept) {
    connection.onNamespaceConnected();
    String id = session.isLegacy() ? legacyId(namespace) : connections().newSocketId();
    Recovery.Ticket ticket = session.isLegacy() ? null : connections().recovery().ticket();
    String since = ticket == null ? null : ticket.since();
    Seat seat = new Seat(connection, namespace, since);
    Member member = new Member(id, namespace, handshake, accept.data(), seat);
    members = with(member);
    connection.send(connected(namespace, id, ticket));
    connections().hub().add(member);
    connections().hub().join(Audience.room(namespace, id), accept.rooms());
    if (ticket != null) {
      connections().recovery().enlist(member, ticket);
    }
    connections().eventRouter().onConnect(member, false);
  }

  private EncodedPacket connected(String namespace, String id, Recovery.@Nullable Ticket ticket) {
    if (session.isLegacy()) {
      return SocketEncoder.connectedLegacy(namespace);
    }
    return ticket == null
        ? SocketEncoder.connected(namespace, id)
        : SocketEncoder.connected(namespace, id, ticket.pid());
  }

  /** A client that was here before, or at another gateway. */
  private final class Returning implements Comeback {
    private final Candidate candidate;

    Returning(Candidate candidate) {
      this.candidate = candidate;
    }

    @Override
    public Member restore(Restored restored) {
      String namespace = candidate.namespace();
      Seat seat = new Seat(connection, namespace, restored.offset());
      Member member =
          new Member(restored.id(), namespace, candidate.handshake(), restored.data(), seat);
      restored.missed().forEach(seat::promise);
      connections().hub().add(member);
      connections().hub().join(Audience.room(namespace, restored.id()), restored.rooms());
      return member;
    }

    @Override
    public void greet(Member member, Restored restored) {
      // Before it is told anything: its first packet may come as soon as it is.
      connection.execute(() -> settle(member));
      connection.send(
          SocketEncoder.connected(candidate.namespace(), restored.id(), restored.pid()));
      restored.missed().forEach(member.outlet()::deliver);
    }

    @Override
    public void refuse(NotRecovered why) {
      connection.runIfOpen(() -> admit(candidate));
    }
  }

  /** What was done elsewhere for a client that came back is known here too, or undone. */
  private void settle(Member member) {
    if (!connection.isClosed() && session.admit(member.namespace())) {
      connection.onNamespaceConnected();
      members = with(member);
      connections().eventRouter().onConnect(member, true);
    } else {
      connections().recovery().depart(member, CloseReason.TRANSPORT_CLOSE);
    }
  }

  private void leave(String namespace, CloseReason reason) {
    Member member = find(namespace);
    if (member != null) {
      members = members.stream().filter(each -> each != member).toList();
      connections().recovery().depart(member, reason);
      connections().eventRouter().onDisconnect(member, reason);
    }
  }

  private List<Member> with(Member member) {
    return members.isEmpty()
        ? List.of(member)
        : Stream.concat(members.stream(), Stream.of(member)).toList();
  }

  private @Nullable Member find(String namespace) {
    for (Member member : members) {
      if (member.namespace().equals(namespace)) {
        return member;
      }
    }
    return null;
  }

  private ConnectionRegistry connections() {
    return connection.connectionRegistry();
  }

  private Member member(String namespace) {
    Member member = find(namespace);
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
