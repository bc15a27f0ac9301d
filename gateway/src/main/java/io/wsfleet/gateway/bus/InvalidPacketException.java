package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.socketio.protocol.PacketViolation;

/** A message was not published because clients or servers would fail at it; a retry fails again. */
public final class InvalidPacketException extends Exception {
  private static final long serialVersionUID = 1;

  public InvalidPacketException(PacketViolation violation) {
    super(violation.sentence(), null, false, false);
  }
}
