package io.wsfleet.gateway.engineio;

/** What is next in the body of a polling request. */
public sealed interface PolledPacket {
  PolledPacket END = new End();
  PolledPacket BROKEN = new Broken();

  /** A text packet, its type in front; also a binary one that is written in base64. */
  record Text(String packet) implements PolledPacket {}

  /** A binary packet of Engine.IO 3, its type in front. */
  record Binary(byte[] packet) implements PolledPacket {}

  /** The rest cannot be read. */
  record Broken() implements PolledPacket {}

  /** There are no more. */
  record End() implements PolledPacket {}
}
