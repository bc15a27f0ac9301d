package io.wsfleet.gateway.net;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;

/**
 * Settings of the queue of an event loop.
 *
 * @param maxQueuedBytes maximum size of the queued writes
 * @param flushDelayMillis how long writes are collected before they are flushed; 0 to decide by the
 *     load, see {@link FlushDelay}
 */
public record EventLoopSettings(long maxQueuedBytes, long flushDelayMillis) {
  /** Throws an {@link IllegalArgumentException} if a setting is invalid. */
  public static EventLoopSettings from(GatewayConfig config) {
    return new EventLoopSettings(
        atLeast(1, config.limits().outboundBytes(), "LIMITS_OUTBOUND_BYTES"),
        atLeast(0, config.coalesceMillis(), "COALESCE_MILLIS"));
  }
}
