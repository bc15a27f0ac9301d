/**
 * How much one client, or one address, may ask of a gateway. Pure: each limit is told the time and
 * answers yes or no; what happens to whoever hits one is decided where it is asked.
 */
@NullMarked
package io.wsfleet.gateway.limits;

import org.jspecify.annotations.NullMarked;
