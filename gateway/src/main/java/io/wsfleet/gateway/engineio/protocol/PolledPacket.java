package io.wsfleet.gateway.engineio.protocol;

/** What is next in the body of a polling request. */
public sealed interface PolledPacket {
  PolledPacket END = new End();
  PolledPacket MALFORMED = new Malformed();

  /** A text packet, its type in front; also a binary one that is written in base64. */
  record Text(String packet) implements PolledPacket {}

  /** A binary packet of Engine.IO 3, its type in front. */
  record Binary(byte[] packet) implements PolledPacket {}

  /** The rest cannot be read. */
  record Malformed() implements PolledPacket {}

  /** There are no more. */
  record End() implements PolledPacket {}
}
