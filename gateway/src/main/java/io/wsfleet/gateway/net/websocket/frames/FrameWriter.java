package io.wsfleet.gateway.net.websocket.frames;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Writes frames into buffers that a channel can send. */
public final class FrameWriter {
  private static final int MAX_REASON_BYTES = 123;

  private FrameWriter() {}

  /** The size of a frame with this payload length. */
  public static int frameSize(int length) {
    return FrameHeader.sizeFor(length) + length;
  }

  public static void writeText(ByteBuf out, byte[] utf8) {
    FrameHeader.write(out, FrameHeader.TEXT, false, utf8.length);
    out.writeBytes(utf8);
  }

  public static void writeBinary(ByteBuf out, byte[] message) {
    FrameHeader.write(out, FrameHeader.BINARY, false, message.length);
    out.writeBytes(message);
  }

  /** Writes a binary frame with one byte before the message. */
  public static void writeBinary(ByteBuf out, int prefix, byte[] message) {
    FrameHeader.write(out, FrameHeader.BINARY, false, message.length + 1);
    out.writeByte(prefix).writeBytes(message);
  }

  public static ByteBuf frame(ByteBufAllocator allocator, int opcode, byte[] payload) {
    return frame(allocator, opcode, false, payload);
  }

  public static ByteBuf compressedFrame(ByteBufAllocator allocator, int opcode, byte[] payload) {
    return frame(allocator, opcode, true, payload);
  }

  /**
   * @param status {@link CloseCode#NO_STATUS} for an empty close frame
   */
  public static ByteBuf closeFrame(ByteBufAllocator allocator, int status, String reasonText) {
    if (status == CloseCode.NO_STATUS.number()) {
      return frame(allocator, FrameHeader.CLOSE, new byte[0]);
    }
    byte[] reason = reasonText.getBytes(UTF_8);
    byte[] payload = new byte[2 + Math.min(reason.length, MAX_REASON_BYTES)];
    payload[0] = (byte) (status >> 8);
    payload[1] = (byte) status;
    System.arraycopy(reason, 0, payload, 2, payload.length - 2);
    return frame(allocator, FrameHeader.CLOSE, payload);
  }

  private static ByteBuf frame(
      ByteBufAllocator allocator, int opcode, boolean compressed, byte[] payload) {
    ByteBuf out = allocator.directBuffer(frameSize(payload.length));
    FrameHeader.write(out, opcode, compressed, payload.length);
    return out.writeBytes(payload);
  }
}
