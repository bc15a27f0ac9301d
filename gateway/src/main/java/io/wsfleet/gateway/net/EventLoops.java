package io.wsfleet.gateway.net;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import io.wsfleet.gateway.socketio.fanout.EventLoopDispatcher;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The event loops on which there are connections. */
public final class EventLoops {
  private final VertxInternal vertx;
  private final TransportCounters transportCounters;
  private final long maxQueuedBytes;
  private final long flushDelayMillis;
  private final Map<EventLoop, EventLoopDispatcher> queues = new ConcurrentHashMap<>();

  public EventLoops(
      Vertx vertx,
      TransportCounters transportCounters,
      long maxQueuedBytes,
      long flushDelayMillis) {
    this.maxQueuedBytes = maxQueuedBytes;
    this.transportCounters = transportCounters;
    this.vertx = (VertxInternal) vertx;
    this.flushDelayMillis = flushDelayMillis;
  }

  public EventLoopDispatcher get(EventLoop eventLoop) {
    return queues.computeIfAbsent(eventLoop, this::create);
  }

  private EventLoopDispatcher create(EventLoop eventLoop) {
    ContextInternal context =
        vertx.createEventLoopContext(
            eventLoop, null, Thread.currentThread().getContextClassLoader());
    // Quarkus keeps the fields of a log line in duplicates of contexts only.
    return new EventLoopDispatcher(
        eventLoop, context.duplicate(), maxQueuedBytes, flushDelayMillis, transportCounters);
  }
}
