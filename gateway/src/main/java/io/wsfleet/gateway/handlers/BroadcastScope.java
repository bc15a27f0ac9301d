package io.wsfleet.gateway.handlers;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.bus.LocalQueries;
import io.wsfleet.gateway.socketio.server.Hub;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reaches the sockets of all gateways by the bus, or only those of this gateway. */
final class BroadcastScope {
  private final Bus bus;
  private final BusListener listener;
  private final Hub hub;
  private final HandlerExecutor handlerExecutor;

  BroadcastScope(Bus bus, BusListener listener, Hub hub, HandlerExecutor handlerExecutor) {
    this.bus = bus;
    this.listener = listener;
    this.hub = hub;
    this.handlerExecutor = handlerExecutor;
  }

  CompletionStage<Void> publish(BusMessage message, boolean local) {
    if (local) {
      listener.receive(message, null);
      return CompletableFuture.completedStage(null);
    }
    return async(bus.publish(message));
  }

  ClusterQueries queries(boolean local) {
    return local ? new LocalQueries(listener) : bus.queries();
  }

  /** See {@link HandlerExecutor#async}. */
  <T> CompletionStage<T> async(CompletionStage<T> stage) {
    return handlerExecutor.async(stage);
  }

  Hub hub() {
    return hub;
  }
}
