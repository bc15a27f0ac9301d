package io.wsfleet.gateway.net;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The queues of the event loops that have connections. */
public final class EventLoops {
  private final VertxInternal vertx;
  private final QueueFactory queueFactory;
  private final Map<EventLoop, EventLoopQueue> queues = new ConcurrentHashMap<>();

  /** Makes the queue of an event loop; the context is one of that event loop. */
  public interface QueueFactory {
    EventLoopQueue create(EventLoop eventLoop, ContextInternal context);
  }

  public EventLoops(Vertx vertx, QueueFactory queueFactory) {
    this.vertx = (VertxInternal) vertx;
    this.queueFactory = queueFactory;
  }

  public EventLoopQueue get(EventLoop eventLoop) {
    return queues.computeIfAbsent(eventLoop, this::create);
  }

  private EventLoopQueue create(EventLoop eventLoop) {
    ContextInternal context =
        vertx.createEventLoopContext(
            eventLoop, null, Thread.currentThread().getContextClassLoader());
    // Quarkus keeps the fields of a log line in duplicated contexts only.
    return queueFactory.create(eventLoop, context.duplicate());
  }
}
