package io.wsfleet.gateway.handlers;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.handlers.NamespaceHandlers.RegisteredHandler;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.NamespaceMap;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.server.Admission;
import io.wsfleet.gateway.socketio.server.Socket;
import io.wsfleet.handlers.Ack;
import io.wsfleet.handlers.ConnectRequest;
import io.wsfleet.handlers.Handlers.Authorizer;
import io.wsfleet.handlers.Handlers.ConnectHandler;
import io.wsfleet.handlers.Handlers.DisconnectHandler;
import io.wsfleet.handlers.Handlers.EventHandler;
import io.wsfleet.handlers.Handlers.ServerEventHandler;
import io.wsfleet.handlers.ServerEvent;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the handlers of a namespace when a client connects, sends an event or disconnects, and
 * sends their acknowledgements. Keeps nothing for sockets in a namespace without handlers.
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

  /** Decides whether a client may connect to a namespace; the stage never fails. */
  public CompletionStage<Admission> admit(String namespace, Handshake handshake) {
    NamespaceHandlers handlers = handlers(namespace);
    RegisteredHandler<Authorizer> authorizer = handlers == null ? null : handlers.authorizer();
    if (authorizer == null) {
      return CompletableFuture.completedStage(Admission.ACCEPTED);
    }
    return call(
            handlerExecutor.newSerialExecutor(),
            authorizer,
            handler -> handler.admit(new ConnectRequest(namespace, ApiMapper.handshake(handshake))))
        .handle(
            (admission, failure) ->
                failure == null
                    ? ApiMapper.admission(admission)
                    : refusal(authorizer, namespace, HandlerCall.cause(failure)));
  }

  /** Called when a client has connected to a namespace. */
  public void onConnect(Socket socket, boolean recovered) {
    HandlerSnapshot current = snapshot;
    NamespaceHandlers handlers = handlers(socket.namespace());
    if (current == null || handlers == null) {
      return;
    }
    SocketContext context =
        new SocketContext(
            new LocalSocket(current.scope, socket, recovered),
            handlers,
            handlerExecutor.newSerialExecutor());
    sockets.put(socket, context);
    RegisteredHandler<ConnectHandler> connect = handlers.connect();
    if (connect != null) {
      call(context.executor, connect, handler -> handler.handle(context.socket))
          .whenComplete((done, failure) -> recordFailure(connect, socket, failure));
    }
  }

  /**
   * Calls the handler of an event, which acknowledges it; null if there is none. The stage
   * completes when it is finished.
   */
  public @Nullable CompletionStage<?> onEvent(Socket sender, Event event, long ackId) {
    SocketContext context = sockets.get(sender);
    RegisteredHandler<EventHandler> handler =
        context == null ? null : context.handlers.event(event.name());
    if (context == null || handler == null) {
      return null;
    }
    boolean wantsAck = ackId != Packet.NO_ACK;
    return call(context.executor, handler, each -> each.handle(context.event(event, wantsAck)))
        .thenApply(HandlerInvoker::arguments)
        .whenComplete(
            (ack, failure) -> {
              recordFailure(handler, sender, failure);
              if (ack != null && wantsAck) {
                sender.sender().sendAck(ackId, ack);
              }
            });
  }

  /** Called when a client has disconnected from a namespace, for whatever reason. */
  public void onDisconnect(Socket socket, CloseReason reason) {
    SocketContext context = sockets.remove(socket);
    RegisteredHandler<DisconnectHandler> disconnect =
        context == null ? null : context.handlers.disconnect();
    if (context != null && disconnect != null) {
      invocations.increment();
      handlerExecutor
          .callUnbounded(
              context.executor,
              disconnect.extension().loader(),
              () -> disconnect.handler().handle(context.socket, reason.socketIoReason()))
          .whenComplete((done, failure) -> recordFailure(disconnect, socket, failure));
    }
  }

  /**
   * Called for an event of another server. It is always acknowledged: with null if there is no
   * handler or no result, because Node servers wait for each server and fail without one.
   */
  public void onServerEvent(String namespace, Event event, Consumer<JsonPayload> onAck) {
    HandlerSnapshot current = snapshot;
    NamespaceHandlers handlers = handlers(namespace);
    RegisteredHandler<ServerEventHandler> handler =
        handlers == null ? null : handlers.serverEvent(event.name());
    if (current == null || handler == null) {
      onAck.accept(JsonPayload.of("null"));
      return;
    }
    BusNamespace from = new BusNamespace(current.scope, namespace);
    call(
            serverEvents,
            handler,
            each -> each.handle(new ServerEvent(from, event.name(), Arguments.of(event))))
        .thenApply(HandlerInvoker::firstArgument)
        .whenComplete(
            (ack, failure) -> {
              if (failure != null) {
                handlerFailures.add(handler, namespace, HandlerCall.cause(failure));
              }
              onAck.accept(ack == null ? JsonPayload.of("null") : ack);
            });
  }

  public HandlerFailures failures() {
    return handlerFailures;
  }

  /** How many handlers were called. */
  public long invocations() {
    return invocations.sum();
  }

  /** How many handlers are unfinished. */
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
      RegisteredHandler<?> handler, Socket socket, @Nullable Throwable failure) {
    if (failure == null) {
      return;
    }
    Throwable cause = HandlerCall.cause(failure);
    handlerFailures.add(handler, socket.namespace(), cause);
    if (cause instanceof HandlerExecutor.HandlerRejectedException handlerRejectedException
        && handlerRejectedException.isSocketLimit()) {
      socket.sender().disconnect(true, CloseReason.TOO_MANY_UNFINISHED_HANDLERS);
    }
  }

  // The client gets the reason only if it caused the failure: other messages can contain secrets.
  private Admission refusal(RegisteredHandler<?> handler, String namespace, Throwable cause) {
    String message =
        switch (handlerFailures.add(handler, namespace, cause)) {
          case INVALID_ARGUMENT -> String.valueOf(cause.getMessage());
          case TIMEOUT -> "the server did not decide in time";
          case BUSY -> "the server is busy";
          case FAILED -> "the server failed to decide";
        };
    return new Admission.Refuse(message, "");
  }

  private static @Nullable JsonPayload arguments(Ack ack) {
    return ack instanceof Ack.Response response ? Arguments.payload(response.arguments()) : null;
  }

  /** An acknowledgement to a server has one argument. */
  private static JsonPayload firstArgument(Ack ack) {
    return ack instanceof Ack.Response response && !response.arguments().isEmpty()
        ? Arguments.single(response.arguments().get(0))
        : JsonPayload.of("null");
  }

  /** Calls a handler with its arguments. */
  private interface Invocation<H, T> {
    CompletionStage<? extends T> of(H handler) throws Exception;
  }

  /** The registered handlers, and the sockets that they act on. */
  private record HandlerSnapshot(NamespaceMap<NamespaceHandlers> handlers, BroadcastScope scope) {}

  /** A socket in a namespace with handlers. */
  private record SocketContext(
      LocalSocket socket, NamespaceHandlers handlers, SerialExecutor executor) {
    io.wsfleet.handlers.Event event(Event event, boolean wantsAck) {
      return new io.wsfleet.handlers.Event(socket, event.name(), Arguments.of(event), wantsAck);
    }
  }
}
