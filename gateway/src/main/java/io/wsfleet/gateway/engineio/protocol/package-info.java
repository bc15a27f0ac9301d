/**
 * Engine.IO without a network: packets, payloads, heartbeat, close reasons. Pure: the time is an
 * argument.
 */
@NullMarked
package io.wsfleet.gateway.engineio.protocol;

import org.jspecify.annotations.NullMarked;
