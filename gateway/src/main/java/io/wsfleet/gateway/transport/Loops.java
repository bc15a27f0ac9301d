package io.wsfleet.gateway.transport;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The event loops on which there are connections. */
final class Loops {
  private final VertxInternal vertx;
  private final Traffic traffic;
  private final long maxLineBytes;
  private final long waitMillis;
  private final Map<EventLoop, LoopCourier> loops = new ConcurrentHashMap<>();

  Loops(Vertx vertx, Traffic traffic, long maxLineBytes, long waitMillis) {
    this.maxLineBytes = maxLineBytes;
    this.traffic = traffic;
    this.vertx = (VertxInternal) vertx;
    this.waitMillis = waitMillis;
  }

  LoopCourier of(EventLoop eventLoop) {
    return loops.computeIfAbsent(eventLoop, this::make);
  }

  private LoopCourier make(EventLoop eventLoop) {
    ContextInternal context =
        vertx.createEventLoopContext(
            eventLoop, null, Thread.currentThread().getContextClassLoader());
    // Quarkus keeps the fields of a log line in duplicates of contexts only.
    return new LoopCourier(eventLoop, context.duplicate(), maxLineBytes, waitMillis, traffic);
  }
}
