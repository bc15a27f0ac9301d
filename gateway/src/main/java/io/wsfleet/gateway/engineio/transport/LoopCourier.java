package io.wsfleet.gateway.engineio.transport;

import io.netty.channel.EventLoop;
import io.vertx.core.impl.ContextInternal;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import io.wsfleet.gateway.hub.Courier;
import io.wsfleet.gateway.hub.Delivery;
import io.wsfleet.gateway.hub.Outlet;
import io.wsfleet.gateway.net.EventLoopQueue;
import java.util.List;

/** An event loop that brings deliveries to its websockets, in rounds. */
public final class LoopCourier extends EventLoopQueue implements Courier {
  private final TransportCounters transportCounters;

  public LoopCourier(
      EventLoop eventLoop,
      ContextInternal context,
      long maxLineBytes,
      long waitMillis,
      TransportCounters transportCounters) {
    super(eventLoop, context, maxLineBytes, waitMillis);
    this.transportCounters = transportCounters;
  }

  @Override
  public void carry(Delivery delivery, List<Outlet> outlets) {
    for (Outlet outlet : outlets) {
      ((Seat) outlet).promise(delivery);
    }
    if (!enqueue(new Round(transportCounters, delivery, outlets))) {
      giveUp(delivery, outlets);
    }
  }

  /** The loop is so far behind that as much waits for each client as may. */
  private void giveUp(Delivery delivery, List<Outlet> outlets) {
    if (delivery.droppable()) {
      transportCounters.dropped.add(outlets.size());
      return;
    }
    for (Outlet outlet : outlets) {
      ((Seat) outlet).connection().closeAsync(CloseReason.SLOW_CLIENT);
    }
  }
}
