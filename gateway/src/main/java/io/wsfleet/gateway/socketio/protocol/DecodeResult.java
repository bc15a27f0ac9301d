package io.wsfleet.gateway.socketio.protocol;

import org.jspecify.annotations.Nullable;

/** The result of decoding a message. */
public sealed interface DecodeResult {
  /** The packet that is incomplete now. */
  default @Nullable PartialPacket pending() {
    return null;
  }

  record Complete(Packet packet) implements DecodeResult {}

  /** Binary attachments are missing. */
  record Pending(PartialPacket pending) implements DecodeResult {}

  /** A protocol error, which closes the connection. */
  record Malformed(String reason) implements DecodeResult {}
}
