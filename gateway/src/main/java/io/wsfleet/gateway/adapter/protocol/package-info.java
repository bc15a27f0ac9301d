/** The requests and responses of the Socket.IO Redis adapter without a network. Pure. */
@NullMarked
package io.wsfleet.gateway.adapter.protocol;

import org.jspecify.annotations.NullMarked;
