/**
 * The other gateways of the fleet, as the ones that hold sessions: each registers its address under
 * the tag that its session ids carry, and a request for a session of another is passed on to it, so
 * that no load balancer has to send a client to the same gateway twice. Nothing but a registered
 * address is ever contacted, and what was passed on once is not passed on again.
 */
@NullMarked
package io.wsfleet.gateway.cluster;

import org.jspecify.annotations.NullMarked;
