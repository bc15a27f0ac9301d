package io.wsfleet.gateway.transport;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.wsfleet.gateway.websocket.Loop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The event loops on which there are connections. */
final class Loops {
  private final VertxInternal vertx;
  private final Traffic traffic;
  private final long maxLineBytes;
  private final long waitMillis;
  private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
  private final Map<Loop, LoopCourier> couriers = new ConcurrentHashMap<>();

  Loops(Vertx vertx, Traffic traffic, long maxLineBytes, long waitMillis) {
    this.maxLineBytes = maxLineBytes;
    this.traffic = traffic;
    this.vertx = (VertxInternal) vertx;
    this.waitMillis = waitMillis;
  }

  Loop of(EventLoop eventLoop) {
    return loops.computeIfAbsent(eventLoop, this::make);
  }

  LoopCourier courier(Loop loop) {
    return couriers.computeIfAbsent(loop, first -> new LoopCourier(first, traffic));
  }

  private Loop make(EventLoop eventLoop) {
    ContextInternal context =
        vertx.createEventLoopContext(
            eventLoop, null, Thread.currentThread().getContextClassLoader());
    // Quarkus keeps the fields of a log line in duplicates of contexts only.
    return new Loop(eventLoop, context.duplicate(), maxLineBytes, waitMillis);
  }
}
