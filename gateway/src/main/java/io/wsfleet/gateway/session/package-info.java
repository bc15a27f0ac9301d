/**
 * Connection state recovery: saves the sessions of the sockets here, and restores the one of a
 * client that reconnects.
 */
@NullMarked
package io.wsfleet.gateway.session;

import org.jspecify.annotations.NullMarked;
