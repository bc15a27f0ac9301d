/**
 * Many gateways as one: what is published here reaches every other member, through Redis or, for a
 * gateway that runs alone, nobody. It hears and tells; what is to be done about a message is its
 * listener's business.
 */
@NullMarked
package io.wsfleet.gateway.bus;

import org.jspecify.annotations.NullMarked;
