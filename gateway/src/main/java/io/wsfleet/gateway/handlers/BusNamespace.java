package io.wsfleet.gateway.handlers;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.handlers.AckResponses;
import io.wsfleet.handlers.BroadcastOperator;
import io.wsfleet.handlers.Namespace;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A namespace on all gateways, reached by the bus. */
record BusNamespace(BroadcastScope scope, String name) implements Namespace {

  @Override
  public BroadcastOperator everyone() {
    return BusBroadcastOperator.everyone(scope, name);
  }

  @Override
  public BroadcastOperator to(String... rooms) {
    return BusBroadcastOperator.everyone(scope, name).to(rooms);
  }

  @Override
  public CompletionStage<Set<String>> allRooms() {
    return scope.async(
        scope.queries(false).allRooms(name).thenApply(rooms -> Set.copyOf(rooms.values())));
  }

  @Override
  public CompletionStage<Void> serverSideEmit(String event, @Nullable Object... arguments) {
    return scope.publish(
        new BusMessage.ServerEvent(name, Arguments.serverEvent(event, arguments)), false);
  }

  @Override
  public CompletionStage<AckResponses> serverSideEmitWithAck(
      Duration timeout, String event, @Nullable Object... arguments) {
    return scope.async(
        scope
            .queries(false)
            .serverSideEmitWithAck(
                name, Arguments.serverEvent(event, arguments), ApiMapper.millis(timeout))
            .thenApply(ApiMapper::ackResponses));
  }
}
