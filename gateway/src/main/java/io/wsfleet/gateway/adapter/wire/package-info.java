/** What the Socket.IO Redis adapter writes: MessagePack and JSON formats, channel names. Pure. */
@NullMarked
package io.wsfleet.gateway.adapter.wire;

import org.jspecify.annotations.NullMarked;
