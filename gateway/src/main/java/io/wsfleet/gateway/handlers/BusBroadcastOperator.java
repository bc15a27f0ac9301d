package io.wsfleet.gateway.handlers;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.handlers.AckResponses;
import io.wsfleet.handlers.BroadcastOperator;
import io.wsfleet.handlers.RemoteSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends to selected sockets by the bus, or to those of this gateway without it. */
record BusBroadcastOperator(
    BroadcastScope scope,
    String namespace,
    Set<String> rooms,
    Set<String> exceptRooms,
    boolean isLocal)
    implements BroadcastOperator {

  static BusBroadcastOperator everyone(BroadcastScope scope, String namespace) {
    return new BusBroadcastOperator(scope, namespace, Set.of(), Set.of(), false);
  }

  @Override
  public BusBroadcastOperator to(String... more) {
    if (more.length == 0) {
      throw new IllegalArgumentException("rooms is empty; use everyone()");
    }
    return new BusBroadcastOperator(scope, namespace, union(rooms, more), exceptRooms, isLocal);
  }

  @Override
  public BusBroadcastOperator except(String... more) {
    return new BusBroadcastOperator(scope, namespace, rooms, union(exceptRooms, more), isLocal);
  }

  @Override
  public BusBroadcastOperator local() {
    return new BusBroadcastOperator(scope, namespace, rooms, exceptRooms, true);
  }

  @Override
  public CompletionStage<Void> emit(String event, @Nullable Object... arguments) {
    return scope.publish(broadcast(false, event, arguments), isLocal);
  }

  @Override
  public CompletionStage<Void> volatileEmit(String event, @Nullable Object... arguments) {
    return scope.publish(broadcast(true, event, arguments), isLocal);
  }

  @Override
  public CompletionStage<AckResponses> emitWithAck(
      Duration timeout, String event, @Nullable Object... arguments) {
    return scope.async(
        scope
            .queries(isLocal)
            .send(broadcast(false, event, arguments), ApiMapper.millis(timeout))
            .thenApply(ApiMapper::ackResponses));
  }

  @Override
  public CompletionStage<List<RemoteSocket>> fetchSockets() {
    return scope.async(
        scope
            .queries(isLocal)
            .fetchSockets(audience())
            .thenApply(found -> found.values().stream().map(ApiMapper::socket).toList()));
  }

  @Override
  public CompletionStage<Void> socketsJoin(String... into) {
    return scope.publish(new BusMessage.Join(audience(), Set.of(into)), isLocal);
  }

  @Override
  public CompletionStage<Void> socketsLeave(String... from) {
    return scope.publish(new BusMessage.Leave(audience(), Set.of(from)), isLocal);
  }

  @Override
  public CompletionStage<Void> disconnectSockets(boolean closeConnection) {
    return scope.publish(new BusMessage.Disconnect(audience(), closeConnection), isLocal);
  }

  private BusMessage.Broadcast broadcast(
      boolean isVolatile, String event, @Nullable Object... arguments) {
    return new BusMessage.Broadcast(
        Arguments.clientEvent(event, arguments), audience(), isVolatile);
  }

  private Audience audience() {
    return new Audience(namespace, rooms, exceptRooms);
  }

  private static Set<String> union(Set<String> some, String... more) {
    Set<String> union = new HashSet<>(some);
    union.addAll(List.of(more));
    return Set.copyOf(union);
  }
}
