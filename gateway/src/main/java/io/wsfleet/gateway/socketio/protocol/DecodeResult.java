package io.wsfleet.gateway.socketio.protocol;

import org.jspecify.annotations.Nullable;

/** What became of a message. */
public sealed interface DecodeResult {
  /** What its client has sent in part now. */
  default @Nullable PartialPacket pending() {
    return null;
  }

  record Complete(Packet packet) implements DecodeResult {}

  /** Binary attachments are still to come. */
  record Pending(PartialPacket pending) implements DecodeResult {}

  /** The whole connection is to be closed. */
  record Malformed(String reason) implements DecodeResult {}
}
