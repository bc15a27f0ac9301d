package io.wsfleet.gateway.socketio.fanout;

import io.netty.channel.EventLoop;
import io.vertx.core.impl.ContextInternal;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.socketio.server.SocketOutbound;
import java.util.List;

/** An event loop that brings deliveries to its websockets, in rounds. */
public final class EventLoopDispatcher extends EventLoopQueue implements Dispatcher {
  private final TransportCounters transportCounters;

  public EventLoopDispatcher(
      EventLoop eventLoop,
      ContextInternal context,
      long maxQueuedBytes,
      long flushDelayMillis,
      TransportCounters transportCounters) {
    super(eventLoop, context, maxQueuedBytes, flushDelayMillis);
    this.transportCounters = transportCounters;
  }

  @Override
  public void dispatch(Delivery delivery, List<SocketSender> senders) {
    for (SocketSender sender : senders) {
      ((SocketOutbound) sender).markQueued(delivery);
    }
    if (!enqueue(new BroadcastBatch(transportCounters, delivery, senders))) {
      onQueueFull(delivery, senders);
    }
  }

  /** The loop is so far behind that as much waits for each client as may. */
  private void onQueueFull(Delivery delivery, List<SocketSender> senders) {
    if (delivery.isVolatile()) {
      transportCounters.dropped.add(senders.size());
      return;
    }
    for (SocketSender sender : senders) {
      ((SocketOutbound) sender).connection().closeAsync(CloseReason.SLOW_CLIENT);
    }
  }
}
