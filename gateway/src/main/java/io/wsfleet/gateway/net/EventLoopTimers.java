package io.wsfleet.gateway.net;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

/**
 * A {@link TimerWheel} for each event loop, and the tick that turns it: one timer for all alarms.
 */
public final class EventLoopTimers {
  private static final long TICK_MILLIS = 100;
  // Once around is longer than the heartbeats are by default, so that none goes around twice.
  private static final int SLOTS = 512;

  private final FastThreadLocal<TimerWheel> wheel;

  public EventLoopTimers(Vertx vertx) {
    this.wheel =
        new FastThreadLocal<>() {
          @Override
          protected TimerWheel initialValue() {
            return start((ContextInternal) vertx.getOrCreateContext());
          }
        };
  }

  /** Milliseconds that never go back. */
  public static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /** The wheel of the event loop that this is called on. */
  public TimerWheel current() {
    return wheel.get();
  }

  private static TimerWheel start(ContextInternal context) {
    TimerWheel timerWheel = new TimerWheel(TICK_MILLIS, SLOTS, now());
    // On the context of the event loop itself, not on that of the connection that came first.
    context.unwrap().setPeriodic(TICK_MILLIS, tick -> timerWheel.advanceTo(now()));
    return timerWheel;
  }
}
