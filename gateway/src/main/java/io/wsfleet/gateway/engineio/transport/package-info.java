/**
 * The rim towards clients: who may connect, frames in, frames out, and how much of each one client
 * may make us hold.
 */
@NullMarked
package io.wsfleet.gateway.engineio.transport;

import org.jspecify.annotations.NullMarked;
