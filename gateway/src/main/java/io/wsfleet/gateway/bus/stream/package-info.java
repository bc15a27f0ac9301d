/**
 * The durable bus: one stream in Redis that every gateway writes to and reads from. What was
 * published while a gateway was cut off is fetched when it is back; nothing arrives twice, and a
 * hole in what was heard is noticed. {@code docs/bus.md} describes the keys and the entries.
 */
@NullMarked
package io.wsfleet.gateway.bus.stream;

import org.jspecify.annotations.NullMarked;
