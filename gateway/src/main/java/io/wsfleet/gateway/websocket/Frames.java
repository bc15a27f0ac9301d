package io.wsfleet.gateway.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Writes whole frames into buffers that a channel can send as they are. */
public final class Frames {
  private static final int MAX_REASON_BYTES = 123;

  private Frames() {}

  /** How many bytes a frame with so many in it has. */
  public static int size(int length) {
    return FrameHead.sizeBefore(length) + length;
  }

  public static void text(ByteBuf out, byte[] utf8) {
    FrameHead.write(out, FrameHead.TEXT, false, utf8.length);
    out.writeBytes(utf8);
  }

  public static void binary(ByteBuf out, byte[] message) {
    FrameHead.write(out, FrameHead.BINARY, false, message.length);
    out.writeBytes(message);
  }

  /** A binary frame with one byte before the message. */
  public static void binary(ByteBuf out, int first, byte[] message) {
    FrameHead.write(out, FrameHead.BINARY, false, message.length + 1);
    out.writeByte(first).writeBytes(message);
  }

  static ByteBuf of(ByteBufAllocator from, int opcode, byte[] payload) {
    return frame(from, opcode, false, payload);
  }

  static ByteBuf compressed(ByteBufAllocator from, int opcode, byte[] payload) {
    return frame(from, opcode, true, payload);
  }

  /**
   * @param status 1005 for a frame that says nothing
   */
  static ByteBuf close(ByteBufAllocator from, int status, String words) {
    if (status == Incoming.Close.NO_STATUS) {
      return of(from, FrameHead.CLOSE, new byte[0]);
    }
    byte[] reason = words.getBytes(UTF_8);
    byte[] payload = new byte[2 + Math.min(reason.length, MAX_REASON_BYTES)];
    payload[0] = (byte) (status >> 8);
    payload[1] = (byte) status;
    System.arraycopy(reason, 0, payload, 2, payload.length - 2);
    return of(from, FrameHead.CLOSE, payload);
  }

  private static ByteBuf frame(
      ByteBufAllocator from, int opcode, boolean compressed, byte[] payload) {
    ByteBuf out = from.directBuffer(size(payload.length));
    FrameHead.write(out, opcode, compressed, payload.length);
    return out.writeBytes(payload);
  }
}
