package io.wsfleet.gateway.handlers;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.server.Socket;
import io.wsfleet.handlers.BroadcastOperator;
import io.wsfleet.handlers.Handshake;
import io.wsfleet.handlers.Value;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A {@link Socket} of this gateway as the {@code Socket} of the handlers API. */
final class LocalSocket implements io.wsfleet.handlers.Socket {
  private final BroadcastScope scope;
  private final Socket socket;
  private final boolean recovered;

  LocalSocket(BroadcastScope scope, Socket socket, boolean recovered) {
    this.scope = scope;
    this.socket = socket;
    this.recovered = recovered;
  }

  @Override
  public String id() {
    return socket.id();
  }

  @Override
  public String namespace() {
    return socket.namespace();
  }

  @Override
  public Handshake handshake() {
    return ApiMapper.handshake(socket.handshake());
  }

  @Override
  public boolean recovered() {
    return recovered;
  }

  @Override
  public boolean isConnected() {
    return scope.hub().socket(socket.namespace(), socket.id()) == socket;
  }

  @Override
  public Value data() {
    return ApiMapper.object(socket.data());
  }

  @Override
  public void data(Object object) {
    socket.data(Value.object(object).json());
  }

  @Override
  public Set<String> rooms() {
    return scope.hub().roomsOf(socket);
  }

  @Override
  public void join(String... rooms) {
    for (String room : rooms) {
      if (!scope.hub().join(socket, room)) {
        socket.sender().disconnect(true, CloseReason.TOO_MANY_ROOMS);
        return;
      }
    }
  }

  @Override
  public void leave(String... rooms) {
    scope.hub().leave(self(), Set.of(rooms));
  }

  @Override
  public CompletionStage<Void> emit(String event, @Nullable Object... arguments) {
    return scope.publish(toSelf(event, arguments), false);
  }

  @Override
  public CompletionStage<Value> emitWithAck(
      Duration timeout, String event, @Nullable Object... arguments) {
    return scope.async(
        scope
            .queries(true)
            .send(toSelf(event, arguments), ApiMapper.millis(timeout))
            .thenCompose(LocalSocket::single));
  }

  @Override
  public BroadcastOperator broadcast() {
    return BusBroadcastOperator.everyone(scope, namespace()).except(id());
  }

  @Override
  public BroadcastOperator to(String... rooms) {
    return BusBroadcastOperator.everyone(scope, namespace()).to(rooms).except(id());
  }

  @Override
  public void disconnect(boolean closeConnection) {
    socket.sender().disconnect(closeConnection, CloseReason.SERVER_DISCONNECT);
  }

  private static CompletionStage<Value> single(ClusterQueries.Responses<JsonPayload> responses) {
    return responses.values().isEmpty()
        ? CompletableFuture.failedStage(
            new TimeoutException("the client did not acknowledge in time"))
        : CompletableFuture.completedStage(Arguments.value(responses.values().get(0)));
  }

  private BusMessage.Broadcast toSelf(String event, @Nullable Object... arguments) {
    return new BusMessage.Broadcast(Arguments.clientEvent(event, arguments), self(), false);
  }

  private Audience self() {
    return Audience.room(namespace(), id());
  }
}
