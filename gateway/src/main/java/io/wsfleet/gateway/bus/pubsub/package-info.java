/** The bus on Redis pub/sub, in which Node servers and gateways are equal. */
@NullMarked
package io.wsfleet.gateway.bus.pubsub;

import org.jspecify.annotations.NullMarked;
