/**
 * HTTP for back ends, on a port of its own: one table of operations, from which both the router and
 * the OpenAPI description come. What a request asks for is published on the bus or asked of the
 * whole fleet; no operation is about this gateway alone.
 */
@NullMarked
package io.wsfleet.gateway.api;

import org.jspecify.annotations.NullMarked;
