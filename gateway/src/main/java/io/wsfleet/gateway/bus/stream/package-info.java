/** The durable bus: messages in a Redis stream, acknowledged once enough replicas have them. */
@NullMarked
package io.wsfleet.gateway.bus.stream;

import org.jspecify.annotations.NullMarked;
