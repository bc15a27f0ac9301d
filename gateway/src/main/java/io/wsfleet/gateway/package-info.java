/** Speaks Socket.IO to clients and Redis to the other gateways. */
@NullMarked
package io.wsfleet.gateway;

import org.jspecify.annotations.NullMarked;
