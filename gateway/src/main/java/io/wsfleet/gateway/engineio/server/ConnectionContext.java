package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.limits.RateLimits;
import io.wsfleet.gateway.net.EventLoopTimers;
import java.util.function.Supplier;

/**
 * What all connections share.
 *
 * @param registry where a closed connection is removed
 * @param sessionIds makes session ids
 */
public record ConnectionContext(
    EngineSettings settings,
    RateLimits rateLimits,
    EventLoopTimers timers,
    TransportCounters counters,
    ConnectionRegistry registry,
    Supplier<String> sessionIds) {}
