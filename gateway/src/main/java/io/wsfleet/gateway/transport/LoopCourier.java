package io.wsfleet.gateway.transport;

import io.wsfleet.gateway.hub.Courier;
import io.wsfleet.gateway.hub.Delivery;
import io.wsfleet.gateway.hub.Outlet;
import io.wsfleet.gateway.websocket.Loop;
import java.util.List;

/** Brings deliveries to the websockets of one event loop, in rounds. */
record LoopCourier(Loop loop) implements Courier {
  @Override
  public void carry(Delivery delivery, List<Outlet> outlets) {
    for (Outlet outlet : outlets) {
      ((Seat) outlet).promise(delivery);
    }
    loop.enqueue(new Round(delivery, outlets));
  }
}
