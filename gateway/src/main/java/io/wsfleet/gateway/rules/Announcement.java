package io.wsfleet.gateway.rules;

import io.wsfleet.contract.redis.RedisKeys;
import io.wsfleet.gateway.socketio.protocol.Event;

/**
 * An event that the fleet sends to all clients at regular intervals.
 *
 * <p>Time is divided into slots of {@code everySeconds}, the same on all gateways. In each slot the
 * gateway that first gets the lock sends the announcement.
 */
public record Announcement(Event event, int everySeconds) {

  /** Returns the slot at a time. */
  public long slot(long nowMillis) {
    return Math.floorDiv(nowMillis, millis());
  }

  /** Returns the milliseconds until a slot starts; negative if it has started. */
  public long untilStart(long slot, long nowMillis) {
    return slot * millis() - nowMillis;
  }

  /** Returns the name of the lock of a slot, a Redis key. */
  public String lockName(long slot) {
    return RedisKeys.announcement(event.name(), slot);
  }

  /** The lock outlives its slot, because the clocks of other gateways may be late. */
  public long lockMillis() {
    return 2 * millis();
  }

  private long millis() {
    return everySeconds * 1000L;
  }
}
