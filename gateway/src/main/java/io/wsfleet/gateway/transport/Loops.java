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
  private final long waitMillis;
  private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
  private final Map<Loop, LoopCourier> couriers = new ConcurrentHashMap<>();

  Loops(Vertx vertx, long waitMillis) {
    this.vertx = (VertxInternal) vertx;
    this.waitMillis = waitMillis;
  }

  Loop of(EventLoop eventLoop) {
    return loops.computeIfAbsent(eventLoop, this::make);
  }

  LoopCourier courier(Loop loop) {
    return couriers.computeIfAbsent(loop, LoopCourier::new);
  }

  private Loop make(EventLoop eventLoop) {
    ContextInternal context =
        vertx.createEventLoopContext(
            eventLoop, null, Thread.currentThread().getContextClassLoader());
    return new Loop(eventLoop, context, waitMillis);
  }
}
