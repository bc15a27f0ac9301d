package io.wsfleet.gateway.rules;

import io.wsfleet.contract.redis.RedisKeys;
import io.wsfleet.gateway.socketio.protocol.Event;

/**
 * An event that the fleet sends to everybody by itself.
 *
 * <p>Time is cut into slots of {@code everySeconds}, the same for all gateways; in each slot one of
 * them makes the announcement. When clocks differ, the earliest one wins the slot.
 */
public record Announcement(Event event, int everySeconds) {

  /** The slot that the time lies in. */
  public long slot(long nowMillis) {
    return Math.floorDiv(nowMillis, millis());
  }

  /** How long it is until a slot begins; negative if it has begun. */
  public long untilStart(long slot, long nowMillis) {
    return slot * millis() - nowMillis;
  }

  /** By this name gateways agree who makes the announcement in a slot. */
  public String lockName(long slot) {
    return RedisKeys.announcement(event.name(), slot);
  }

  /** The claim outlives its slot, for the gateways whose clocks are late. */
  public long lockMillis() {
    return 2 * millis();
  }

  private long millis() {
    return everySeconds * 1000L;
  }
}
