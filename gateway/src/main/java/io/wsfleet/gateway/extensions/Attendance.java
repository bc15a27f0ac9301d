package io.wsfleet.gateway.extensions;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.extensions.Registered.Named;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.NamespaceMap;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.server.Socket;
import io.wsfleet.handlers.Admission;
import io.wsfleet.handlers.Candidate;
import io.wsfleet.handlers.Handlers.ConnectHandler;
import io.wsfleet.handlers.Handlers.DisconnectHandler;
import io.wsfleet.handlers.Handlers.EventHandler;
import io.wsfleet.handlers.Handlers.Gatekeeper;
import io.wsfleet.handlers.Handlers.ServerEventHandler;
import io.wsfleet.handlers.Reply;
import io.wsfleet.handlers.ServerEvent;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls handlers for what happens in the gateway, and carries out what they answer. Sockets in a
 * namespace without handlers cost nothing here.
 */
public final class Attendance {
  private final Calls calls;
  private final Lane serverEvents;
  private final Failures failures = new Failures();
  private final LongAdder called = new LongAdder();
  private final Map<Socket, Attended> sockets = new ConcurrentHashMap<>();
  private volatile @Nullable Staff staff;

  Attendance(Calls calls) {
    this.calls = calls;
    this.serverEvents = calls.newLane();
  }

  void begin(NamespaceMap<Registered> handlers, Reach reach) {
    staff = new Staff(handlers, reach);
  }

  /** Whether a client may join a namespace; the stage never fails. */
  public CompletionStage<Admission> admit(String namespace, Handshake handshake) {
    Registered handlers = handlers(namespace);
    Named<Gatekeeper> gatekeeper = handlers == null ? null : handlers.gatekeeper();
    if (gatekeeper == null) {
      return Admission.accept().now();
    }
    return call(
            calls.newLane(),
            gatekeeper,
            handler -> handler.admit(new Candidate(namespace, Views.handshake(handshake))))
        .exceptionally(
            failure -> {
              Throwable cause = Call.cause(failure);
              return refusal(failures.add(gatekeeper, namespace, cause), cause);
            });
  }

  /** A client has joined a namespace. */
  public void onConnect(Socket member, boolean recovered) {
    Staff present = staff;
    Registered handlers = handlers(member.namespace());
    if (present == null || handlers == null) {
      return;
    }
    Attended socket =
        new Attended(new FleetSocket(present.reach, member, recovered), handlers, calls.newLane());
    sockets.put(member, socket);
    Named<ConnectHandler> connect = handlers.connect();
    if (connect != null) {
      call(socket.lane, connect, handler -> handler.handle(socket.socket))
          .whenComplete((done, failure) -> note(connect, member, failure));
    }
  }

  /** Whether there is a handler for the event, which answers it then if it is to be answered. */
  public boolean onEvent(Socket sender, Event event, long ackId) {
    Attended socket = sockets.get(sender);
    Named<EventHandler> handler = socket == null ? null : socket.handlers.event(event.name());
    if (socket == null || handler == null) {
      return false;
    }
    boolean wantsReply = ackId != Packet.NO_ACK;
    call(socket.lane, handler, each -> each.handle(socket.view(event, wantsReply)))
        .thenApply(Attendance::acknowledgement)
        .whenComplete(
            (reply, failure) -> {
              note(handler, sender, failure);
              if (reply != null && wantsReply) {
                sender.sender().sendAck(ackId, reply);
              }
            });
    return true;
  }

  /** A client has left a namespace, for whatever reason. */
  public void onDisconnect(Socket member, CloseReason reason) {
    Attended socket = sockets.remove(member);
    Named<DisconnectHandler> disconnect = socket == null ? null : socket.handlers.disconnect();
    if (socket != null && disconnect != null) {
      called.increment();
      calls
          .callAlways(
              socket.lane,
              disconnect.extension().loader(),
              () -> disconnect.handler().handle(socket.socket, reason.label()))
          .whenComplete((done, failure) -> note(disconnect, member, failure));
    }
  }

  /** An event of another server. It is answered, with null where nobody has a use for it. */
  public void onServerEvent(String namespace, Event event, Consumer<JsonPayload> answer) {
    Staff present = staff;
    Registered handlers = handlers(namespace);
    Named<ServerEventHandler> handler =
        handlers == null ? null : handlers.serverEvent(event.name());
    if (present == null || handler == null) {
      answer.accept(JsonPayload.of("null"));
      return;
    }
    FleetNamespace where = new FleetNamespace(present.reach, namespace);
    call(
            serverEvents,
            handler,
            each -> each.handle(new ServerEvent(where, event.name(), Arguments.of(event))))
        .thenApply(Attendance::firstOf)
        .whenComplete(
            (reply, failure) -> {
              if (failure != null) {
                failures.add(handler, namespace, Call.cause(failure));
              }
              // Node servers want an answer of each server, and fail where one is silent.
              answer.accept(reply == null ? JsonPayload.of("null") : reply);
            });
  }

  public Failures failures() {
    return failures;
  }

  /** Handlers that were called. */
  public long called() {
    return called.sum();
  }

  /** Handlers that are not done yet. */
  public int unfinished() {
    return calls.unfinished();
  }

  private <H, T> CompletionStage<T> call(Lane lane, Named<H> handler, Invocation<H, T> invocation) {
    called.increment();
    return calls.call(lane, handler.extension().loader(), () -> invocation.of(handler.handler()));
  }

  private @Nullable Registered handlers(String namespace) {
    Staff present = staff;
    return present == null ? null : present.handlers.get(namespace);
  }

  private void note(Named<?> handler, Socket member, @Nullable Throwable failure) {
    if (failure == null) {
      return;
    }
    Throwable cause = Call.cause(failure);
    failures.add(handler, member.namespace(), cause);
    if (cause instanceof Calls.Refused refused && refused.bySocket()) {
      member.sender().disconnect(true, CloseReason.TOO_MANY_UNFINISHED_HANDLERS);
    }
  }

  // A client learns what it did wrong, and nothing about what went wrong here.
  private static Admission refusal(Failures.Kind kind, Throwable cause) {
    return Admission.refuse(
        switch (kind) {
          case WRONG_VALUE -> String.valueOf(cause.getMessage());
          case TIMEOUT -> "the server did not decide in time";
          case BUSY -> "the server is busy";
          case FAILED -> "the server failed to decide";
        });
  }

  private static @Nullable JsonPayload acknowledgement(Reply reply) {
    return reply instanceof Reply.Acknowledge acknowledge
        ? Arguments.payload(acknowledge.arguments())
        : null;
  }

  /** Servers are answered with one value. */
  private static JsonPayload firstOf(Reply reply) {
    return reply instanceof Reply.Acknowledge acknowledge && !acknowledge.arguments().isEmpty()
        ? Arguments.single(acknowledge.arguments().get(0))
        : JsonPayload.of("null");
  }

  /** What a handler is called with. */
  private interface Invocation<H, T> {
    CompletionStage<? extends T> of(H handler) throws Exception;
  }

  /** The handlers that there are, and what they may act on. */
  private record Staff(NamespaceMap<Registered> handlers, Reach reach) {}

  /** A socket in a namespace with handlers. */
  private record Attended(FleetSocket socket, Registered handlers, Lane lane) {
    io.wsfleet.handlers.Event view(Event event, boolean wantsReply) {
      return new io.wsfleet.handlers.Event(socket, event.name(), Arguments.of(event), wantsReply);
    }
  }
}
