package io.wsfleet.gateway.transport;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

/** A {@link Wheel} for each event loop, and the tick that turns it: one timer for all alarms. */
final class Wheels {
  private static final long TICK_MILLIS = 100;
  // Once around is longer than the heartbeats are by default, so that none goes around twice.
  private static final int SLOTS = 512;

  private final FastThreadLocal<Wheel> wheel;

  Wheels(Vertx vertx) {
    this.wheel =
        new FastThreadLocal<>() {
          @Override
          protected Wheel initialValue() {
            return begin((ContextInternal) vertx.getOrCreateContext());
          }
        };
  }

  /** Milliseconds that never go back. */
  static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /** The wheel of the event loop that this is called on. */
  Wheel here() {
    return wheel.get();
  }

  private static Wheel begin(ContextInternal context) {
    Wheel wheel = new Wheel(TICK_MILLIS, SLOTS, now());
    // On the context of the event loop itself, not on that of the connection that came first.
    context.unwrap().setPeriodic(TICK_MILLIS, tick -> wheel.turn(now()));
    return wheel;
  }
}
