/** Plain WebSocket clients, which speak JSON without Socket.IO. */
@NullMarked
package io.wsfleet.gateway.plain;

import org.jspecify.annotations.NullMarked;
