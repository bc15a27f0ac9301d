/** The bus on Redis pub/sub, on which Node servers are full members. */
@NullMarked
package io.wsfleet.gateway.bus.pubsub;

import org.jspecify.annotations.NullMarked;
