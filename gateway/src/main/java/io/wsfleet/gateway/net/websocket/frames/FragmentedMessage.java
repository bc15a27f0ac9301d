package io.wsfleet.gateway.net.websocket.frames;

import java.util.Arrays;

/** A message of which some frames have come. */
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

  /** How many frames it is with this one. */
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

  /** Those of the message, and perhaps more behind them. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }
}
