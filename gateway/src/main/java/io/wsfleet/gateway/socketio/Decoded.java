package io.wsfleet.gateway.socketio;

import org.jspecify.annotations.Nullable;

/** What became of a message. */
public sealed interface Decoded {
  /** What its client has sent in part now. */
  default @Nullable Incomplete pending() {
    return null;
  }

  record Complete(Packet packet) implements Decoded {}

  /** Binary attachments are still to come. */
  record Pending(Incomplete pending) implements Decoded {}

  /** The whole connection is to be closed. */
  record Malformed(String why) implements Decoded {}
}
