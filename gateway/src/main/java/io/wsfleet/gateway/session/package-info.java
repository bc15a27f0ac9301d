/**
 * Clients that come back: what they missed, and who they were. The history of the fleet is kept in
 * memory, a window of it; sessions are laid down with the fleet, so that any gateway can take them
 * over. It decides; the bus brings the messages and the time.
 */
@NullMarked
package io.wsfleet.gateway.session;

import org.jspecify.annotations.NullMarked;
