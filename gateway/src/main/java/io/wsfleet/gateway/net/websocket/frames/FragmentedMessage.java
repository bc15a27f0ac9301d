package io.wsfleet.gateway.net.websocket.frames;

import java.util.Arrays;

/** The frames of an incomplete message. */
final class FragmentedMessage {
  private final int opcode;
  private final boolean compressed;
  private byte[] bytes = {};
  private int size;
  private int frames;

  FragmentedMessage(int opcode, boolean compressed) {
    this.opcode = opcode;
    this.compressed = compressed;
  }

  /** Adds a frame; the number of frames then. */
  int add(byte[] from, int at, int length) {
    if (size + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * size));
    }
    System.arraycopy(from, at, bytes, size, length);
    size += length;
    return ++frames;
  }

  int opcode() {
    return opcode;
  }

  boolean isCompressed() {
    return compressed;
  }

  /** The bytes of the message, and perhaps unused space after them. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }
}
