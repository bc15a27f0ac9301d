package io.wsfleet.gateway.engineio.protocol;

/** A packet of a polling request, or the end. */
public sealed interface PolledPacket {
  PolledPacket END = new End();
  PolledPacket MALFORMED = new Malformed();

  /** A text packet with its type, or a binary packet in base64. */
  record Text(String packet) implements PolledPacket {}

  /** A binary packet of Engine.IO 3 with its type. */
  record Binary(byte[] packet) implements PolledPacket {}

  /** The rest is malformed. */
  record Malformed() implements PolledPacket {}

  /** There are no more packets. */
  record End() implements PolledPacket {}
}
