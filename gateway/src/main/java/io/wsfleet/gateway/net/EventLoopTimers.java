package io.wsfleet.gateway.net;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;

/** One {@link TimerWheel} for each event loop, and the timer that advances it. */
public final class EventLoopTimers {
  private static final long MAX_TICK_MILLIS = 100;
  private static final long MIN_TICK_MILLIS = 10;
  // One round is longer than the default heartbeat, so that its timeouts wait for one round only.
  private static final int SLOTS = 512;

  private final FastThreadLocal<TimerWheel> wheel;

  /**
   * @param shortestMillis the shortest time limit; a timeout may be late by some percent of it
   */
  public EventLoopTimers(Vertx vertx, long shortestMillis) {
    long tickMillis = Math.max(MIN_TICK_MILLIS, Math.min(MAX_TICK_MILLIS, shortestMillis / 50));
    this.wheel =
        new FastThreadLocal<>() {
          @Override
          protected TimerWheel initialValue() {
            return start((ContextInternal) vertx.getOrCreateContext(), tickMillis);
          }
        };
  }

  /** Milliseconds of a monotonic clock. */
  public static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /** The timer wheel of the current event loop. */
  public TimerWheel current() {
    return wheel.get();
  }

  private static TimerWheel start(ContextInternal context, long tickMillis) {
    TimerWheel timerWheel = new TimerWheel(tickMillis, SLOTS, now());
    // In the context of the event loop, not in that of the first connection.
    context.unwrap().setPeriodic(tickMillis, tick -> timerWheel.advanceTo(now()));
    return timerWheel;
  }
}
