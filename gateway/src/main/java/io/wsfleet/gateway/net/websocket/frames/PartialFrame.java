package io.wsfleet.gateway.net.websocket.frames;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The first bytes of a frame that is incomplete. */
final class PartialFrame {
  private byte[] array;
  private int count;

  PartialFrame(int capacity) {
    array = new byte[capacity];
  }

  /** Appends this number of bytes, for which there must be space. */
  void append(ByteBuf in, int length) {
    in.readBytes(array, count, length);
    count += length;
  }

  /** Appends bytes until there is this number of them; null if there are fewer. */
  byte @Nullable [] fillTo(ByteBuf in, int needed) {
    int more = Math.min(needed - count, in.readableBytes());
    if (more > 0) {
      if (count + more > array.length) {
        // Space for what has come, not for the announced length, which costs the client nothing.
        array = Arrays.copyOf(array, Math.max(count + more, (int) Math.min(needed, 2L * count)));
      }
      append(in, more);
    }
    return count < needed ? null : array;
  }
}
