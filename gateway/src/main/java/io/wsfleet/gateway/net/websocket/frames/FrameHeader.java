package io.wsfleet.gateway.net.websocket.frames;

import io.netty.buffer.ByteBuf;

/** The header of a frame: opcode, length, and the mask of a client's frame. */
public record FrameHeader(int firstByte, long length, int size, int mask) {
  static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  /** The maximum size of a header. */
  static final int MAX_BYTES = 14;

  private static final int FIN = 0x80;
  private static final int RSV1 = 0x40;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;

  /** The size of the header that starts with these two bytes. */
  static int size(byte[] bytes) {
    int size = (bytes[1] & MASKED) == 0 ? 2 : 6;
    return switch (bytes[1] & 0x7f) {
      case TWO_BYTES -> size + 2;
      case EIGHT_BYTES -> size + 8;
      default -> size;
    };
  }

  /** Reads a complete header. */
  static FrameHeader read(byte[] bytes) {
    int size = size(bytes);
    int kind = bytes[1] & 0x7f;
    int digits = kind == TWO_BYTES ? 2 : kind == EIGHT_BYTES ? 8 : 0;
    long length = digits == 0 ? kind : number(bytes, 2, digits);
    int mask = (bytes[1] & MASKED) == 0 ? 0 : (int) number(bytes, size - 4, 4);
    return new FrameHeader(bytes[0] & 0xff, length, size, mask);
  }

  boolean isFinal() {
    return (firstByte & FIN) != 0;
  }

  boolean isCompressed() {
    return (firstByte & RSV1) != 0;
  }

  int opcode() {
    return firstByte & 0xf;
  }

  boolean isControl() {
    return opcode() >= CLOSE;
  }

  /** Whether a client may send a frame that starts with these two bytes. */
  static boolean isValidStart(byte[] start, boolean mayBeCompressed) {
    int opcode = start[0] & 0xf;
    boolean known = opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
    boolean isFinal = (start[0] & FIN) != 0;
    boolean fits = opcode < CLOSE || (isFinal && (start[1] & 0x7f) < TWO_BYTES);
    int reserved = start[0] & 0x70;
    boolean plain =
        reserved == 0
            || (mayBeCompressed && reserved == RSV1 && (opcode == TEXT || opcode == BINARY));
    return known && fits && plain && (start[1] & MASKED) != 0;
  }

  /** The size of the header of a server's frame with this length. */
  static int sizeFor(int length) {
    return length < TWO_BYTES ? 2 : length < 0x10000 ? 4 : 10;
  }

  /** Writes the header of a server's frame, which is final and has no mask. */
  static void write(ByteBuf out, int opcode, boolean compressed, int length) {
    out.writeByte(FIN | (compressed ? RSV1 : 0) | opcode);
    if (length < TWO_BYTES) {
      out.writeByte(length);
    } else if (length < 0x10000) {
      out.writeByte(TWO_BYTES).writeShort(length);
    } else {
      out.writeByte(EIGHT_BYTES).writeLong(length);
    }
  }

  private static long number(byte[] bytes, int at, int digits) {
    long number = 0;
    for (int i = at; i < at + digits; i++) {
      number = number << 8 | bytes[i] & 0xff;
    }
    return number;
  }
}
