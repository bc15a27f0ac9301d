/** Connections to Redis that are supervised and renewed: subscriptions, publishing, leases. */
@NullMarked
package io.wsfleet.gateway.bus.redis;

import org.jspecify.annotations.NullMarked;
