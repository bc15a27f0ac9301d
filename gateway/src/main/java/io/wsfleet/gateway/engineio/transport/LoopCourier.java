package io.wsfleet.gateway.engineio.transport;

import io.netty.channel.EventLoop;
import io.vertx.core.impl.ContextInternal;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.fanout.Dispatcher;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import java.util.List;

/** An event loop that brings deliveries to its websockets, in rounds. */
public final class LoopCourier extends EventLoopQueue implements Dispatcher {
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
  public void dispatch(Delivery delivery, List<SocketSender> outlets) {
    for (SocketSender socketSender : outlets) {
      ((Seat) socketSender).promise(delivery);
    }
    if (!enqueue(new Round(transportCounters, delivery, outlets))) {
      giveUp(delivery, outlets);
    }
  }

  /** The loop is so far behind that as much waits for each client as may. */
  private void giveUp(Delivery delivery, List<SocketSender> outlets) {
    if (delivery.isVolatile()) {
      transportCounters.dropped.add(outlets.size());
      return;
    }
    for (SocketSender socketSender : outlets) {
      ((Seat) socketSender).connection().closeAsync(CloseReason.SLOW_CLIENT);
    }
  }
}
