package io.wsfleet.gateway.handlers;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.handlers.NamespaceHandlers.RegisteredHandler;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.NamespaceMap;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.server.Socket;
import io.wsfleet.handlers.Ack;
import io.wsfleet.handlers.Admission;
import io.wsfleet.handlers.ConnectRequest;
import io.wsfleet.handlers.Handlers.Authorizer;
import io.wsfleet.handlers.Handlers.ConnectHandler;
import io.wsfleet.handlers.Handlers.DisconnectHandler;
import io.wsfleet.handlers.Handlers.EventHandler;
import io.wsfleet.handlers.Handlers.ServerEventHandler;
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
public final class HandlerInvoker {
  private final HandlerExecutor handlerExecutor;
  private final SerialExecutor serverEvents;
  private final HandlerFailures handlerFailures = new HandlerFailures();
  private final LongAdder invocations = new LongAdder();
  private final Map<Socket, SocketContext> sockets = new ConcurrentHashMap<>();
  private volatile @Nullable HandlerSnapshot snapshot;

  HandlerInvoker(HandlerExecutor handlerExecutor) {
    this.handlerExecutor = handlerExecutor;
    this.serverEvents = handlerExecutor.newSerialExecutor();
  }

  void start(NamespaceMap<NamespaceHandlers> handlers, BroadcastScope broadcastScope) {
    snapshot = new HandlerSnapshot(handlers, broadcastScope);
  }

  /** Whether a client may join a namespace; the stage never fails. */
  public CompletionStage<Admission> admit(String namespace, Handshake handshake) {
    NamespaceHandlers handlers = handlers(namespace);
    RegisteredHandler<Authorizer> gatekeeper = handlers == null ? null : handlers.gatekeeper();
    if (gatekeeper == null) {
      return Admission.accept().now();
    }
    return call(
            handlerExecutor.newSerialExecutor(),
            gatekeeper,
            handler -> handler.admit(new ConnectRequest(namespace, ApiMapper.handshake(handshake))))
        .exceptionally(
            failure -> {
              Throwable cause = HandlerCall.cause(failure);
              return refusal(handlerFailures.add(gatekeeper, namespace, cause), cause);
            });
  }

  /** A client has joined a namespace. */
  public void onConnect(Socket member, boolean recovered) {
    HandlerSnapshot current = snapshot;
    NamespaceHandlers handlers = handlers(member.namespace());
    if (current == null || handlers == null) {
      return;
    }
    SocketContext socket =
        new SocketContext(
            new LocalSocket(current.reach, member, recovered),
            handlers,
            handlerExecutor.newSerialExecutor());
    sockets.put(member, socket);
    RegisteredHandler<ConnectHandler> connect = handlers.connect();
    if (connect != null) {
      call(socket.lane, connect, handler -> handler.handle(socket.socket))
          .whenComplete((done, failure) -> recordFailure(connect, member, failure));
    }
  }

  /** Whether there is a handler for the event, which answers it then if it is to be answered. */
  public boolean onEvent(Socket sender, Event event, long ackId) {
    SocketContext socket = sockets.get(sender);
    RegisteredHandler<EventHandler> handler =
        socket == null ? null : socket.handlers.event(event.name());
    if (socket == null || handler == null) {
      return false;
    }
    boolean wantsAck = ackId != Packet.NO_ACK;
    call(socket.lane, handler, each -> each.handle(socket.event(event, wantsAck)))
        .thenApply(HandlerInvoker::acknowledgement)
        .whenComplete(
            (reply, failure) -> {
              recordFailure(handler, sender, failure);
              if (reply != null && wantsAck) {
                sender.sender().sendAck(ackId, reply);
              }
            });
    return true;
  }

  /** A client has left a namespace, for whatever reason. */
  public void onDisconnect(Socket member, CloseReason reason) {
    SocketContext socket = sockets.remove(member);
    RegisteredHandler<DisconnectHandler> disconnect =
        socket == null ? null : socket.handlers.disconnect();
    if (socket != null && disconnect != null) {
      invocations.increment();
      handlerExecutor
          .callUnbounded(
              socket.lane,
              disconnect.extension().loader(),
              () -> disconnect.handler().handle(socket.socket, reason.label()))
          .whenComplete((done, failure) -> recordFailure(disconnect, member, failure));
    }
  }

  /** An event of another server. It is answered, with null where nobody has a use for it. */
  public void onServerEvent(String namespace, Event event, Consumer<JsonPayload> answer) {
    HandlerSnapshot current = snapshot;
    NamespaceHandlers handlers = handlers(namespace);
    RegisteredHandler<ServerEventHandler> handler =
        handlers == null ? null : handlers.serverEvent(event.name());
    if (current == null || handler == null) {
      answer.accept(JsonPayload.of("null"));
      return;
    }
    BusNamespace where = new BusNamespace(current.reach, namespace);
    call(
            serverEvents,
            handler,
            each -> each.handle(new ServerEvent(where, event.name(), Arguments.of(event))))
        .thenApply(HandlerInvoker::firstArgument)
        .whenComplete(
            (reply, failure) -> {
              if (failure != null) {
                handlerFailures.add(handler, namespace, HandlerCall.cause(failure));
              }
              // Node servers want an answer of each server, and fail where one is silent.
              answer.accept(reply == null ? JsonPayload.of("null") : reply);
            });
  }

  public HandlerFailures failures() {
    return handlerFailures;
  }

  /** Handlers that were called. */
  public long invocations() {
    return invocations.sum();
  }

  /** Handlers that are not done yet. */
  public int unfinished() {
    return handlerExecutor.unfinished();
  }

  private <H, T> CompletionStage<T> call(
      SerialExecutor serialExecutor, RegisteredHandler<H> handler, Invocation<H, T> invocation) {
    invocations.increment();
    return handlerExecutor.call(
        serialExecutor, handler.extension().loader(), () -> invocation.of(handler.handler()));
  }

  private @Nullable NamespaceHandlers handlers(String namespace) {
    HandlerSnapshot current = snapshot;
    return current == null ? null : current.handlers.get(namespace);
  }

  private void recordFailure(
      RegisteredHandler<?> handler, Socket member, @Nullable Throwable failure) {
    if (failure == null) {
      return;
    }
    Throwable cause = HandlerCall.cause(failure);
    handlerFailures.add(handler, member.namespace(), cause);
    if (cause instanceof HandlerExecutor.HandlerRejectedException handlerRejectedException
        && handlerRejectedException.isSocketLimit()) {
      member.sender().disconnect(true, CloseReason.TOO_MANY_UNFINISHED_HANDLERS);
    }
  }

  // A client learns what it did wrong, and nothing about what went wrong here.
  private static Admission refusal(HandlerFailures.Kind kind, Throwable cause) {
    return Admission.refuse(
        switch (kind) {
          case INVALID_ARGUMENT -> String.valueOf(cause.getMessage());
          case TIMEOUT -> "the server did not decide in time";
          case BUSY -> "the server is busy";
          case FAILED -> "the server failed to decide";
        });
  }

  private static @Nullable JsonPayload acknowledgement(Ack ack) {
    return ack instanceof Ack.Response response ? Arguments.payload(response.arguments()) : null;
  }

  /** Servers are answered with one value. */
  private static JsonPayload firstArgument(Ack ack) {
    return ack instanceof Ack.Response response && !response.arguments().isEmpty()
        ? Arguments.single(response.arguments().get(0))
        : JsonPayload.of("null");
  }

  /** What a handler is called with. */
  private interface Invocation<H, T> {
    CompletionStage<? extends T> of(H handler) throws Exception;
  }

  /** The handlers that there are, and what they may act on. */
  private record HandlerSnapshot(NamespaceMap<NamespaceHandlers> handlers, BroadcastScope reach) {}

  /** A socket in a namespace with handlers. */
  private record SocketContext(
      LocalSocket socket, NamespaceHandlers handlers, SerialExecutor lane) {
    io.wsfleet.handlers.Event event(Event event, boolean wantsAck) {
      return new io.wsfleet.handlers.Event(socket, event.name(), Arguments.of(event), wantsAck);
    }
  }
}
