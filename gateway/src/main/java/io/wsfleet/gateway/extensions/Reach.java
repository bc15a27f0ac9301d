package io.wsfleet.gateway.extensions;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.bus.LocalQueries;
import io.wsfleet.gateway.socketio.server.Hub;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The sockets that handlers act on: by the bus those of all gateways, or those of this one. */
final class Reach {
  private final Bus bus;
  private final BusListener self;
  private final Hub hub;
  private final Calls calls;

  Reach(Bus bus, BusListener self, Hub hub, Calls calls) {
    this.bus = bus;
    this.self = self;
    this.hub = hub;
    this.calls = calls;
  }

  CompletionStage<Void> publish(BusMessage message, boolean local) {
    if (local) {
      self.receive(message, null);
      return CompletableFuture.completedStage(null);
    }
    return apart(bus.publish(message));
  }

  ClusterQueries inquiries(boolean local) {
    return local ? new LocalQueries(self) : bus.queries();
  }

  /** For handlers to go on with. */
  <T> CompletionStage<T> apart(CompletionStage<T> stage) {
    return calls.apart(stage);
  }

  Hub hub() {
    return hub;
  }
}
