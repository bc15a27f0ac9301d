/**
 * The gateways of a cluster as HTTP servers: each registers itself, and forwards requests and
 * WebSockets to the gateway that holds their session.
 */
@NullMarked
package io.wsfleet.gateway.cluster;

import org.jspecify.annotations.NullMarked;
