package io.wsfleet.gateway.transport;

import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.hub.Courier;
import io.wsfleet.gateway.hub.Delivery;
import io.wsfleet.gateway.hub.Outlet;
import io.wsfleet.gateway.websocket.Loop;
import java.util.List;

/** Brings deliveries to the websockets of one event loop, in rounds. */
record LoopCourier(Loop loop, Traffic traffic) implements Courier {
  @Override
  public void carry(Delivery delivery, List<Outlet> outlets) {
    for (Outlet outlet : outlets) {
      ((Seat) outlet).promise(delivery);
    }
    if (!loop.enqueue(new Round(traffic, delivery, outlets))) {
      giveUp(delivery, outlets);
    }
  }

  /** The loop is so far behind that as much waits for each client as may. */
  private void giveUp(Delivery delivery, List<Outlet> outlets) {
    if (delivery.droppable()) {
      traffic.dropped.add(outlets.size());
      return;
    }
    for (Outlet outlet : outlets) {
      ((Seat) outlet).connection().shutDown(CloseReason.SLOW_CLIENT);
    }
  }
}
