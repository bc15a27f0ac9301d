package io.wsfleet.gateway.net.websocket.frames;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Removes the mask of a client's frame, eight bytes at a time. */
final class Mask {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Mask() {}

  /** Removes the mask; whether all bytes are ASCII then. */
  static boolean unmask(byte[] bytes, int from, int length, int mask) {
    long both = (mask & 0xffffffffL) << 32 | mask & 0xffffffffL;
    long seen = 0;
    int end = from + length;
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long plain = (long) LONGS.get(bytes, at) ^ both;
      LONGS.set(bytes, at, plain);
      seen |= plain;
    }
    for (int shift = 56; at < end; at++, shift -= 8) {
      bytes[at] ^= (byte) (both >>> shift);
      seen |= bytes[at];
    }
    return (seen & HIGH_BITS) == 0;
  }
}
