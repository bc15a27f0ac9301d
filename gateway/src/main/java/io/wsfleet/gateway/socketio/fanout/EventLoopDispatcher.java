package io.wsfleet.gateway.socketio.fanout;

import io.netty.channel.EventLoop;
import io.vertx.core.impl.ContextInternal;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.EventLoopSettings;
import java.util.List;

/** The queue of an event loop that sends deliveries to its WebSockets in batches. */
public final class EventLoopDispatcher extends EventLoopQueue implements Dispatcher {
  private final TransportCounters transportCounters;

  public EventLoopDispatcher(
      EventLoop eventLoop,
      ContextInternal context,
      EventLoopSettings settings,
      TransportCounters transportCounters) {
    super(eventLoop, context, settings);
    this.transportCounters = transportCounters;
  }

  @Override
  public void dispatch(Delivery delivery, List<BatchRecipient> recipients) {
    for (BatchRecipient recipient : recipients) {
      recipient.markQueued(delivery);
    }
    if (!enqueue(new BroadcastBatch(transportCounters, delivery, recipients))) {
      onQueueFull(delivery, recipients);
    }
  }

  /** The event loop is so late that the queue of each client would be full. */
  private void onQueueFull(Delivery delivery, List<BatchRecipient> recipients) {
    if (delivery.isVolatile()) {
      transportCounters.dropped.add(recipients.size());
      return;
    }
    for (BatchRecipient recipient : recipients) {
      recipient.closeAsync(CloseReason.SLOW_CLIENT);
    }
  }
}
