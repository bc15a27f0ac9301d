package io.wsfleet.gateway.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.wsfleet.gateway.engineio.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one client, and puts messages together that come in several. A frame that is
 * all there is read where it is, by way of an array that all connections of an event loop share;
 * only of one that is cut short something is kept.
 *
 * <p>A message may have so many bytes and so many frames. After something bad it must not be asked
 * again.
 */
public final class FrameReader {
  /** How much of a frame may lie in the shared array. */
  static final int SCRATCH_BYTES = 64 * 1024;

  private static final int FIRST_GUESS = 512;

  private final Limits limits;
  private final @Nullable Deflate deflate;
  private byte @Nullable [] held;
  private int heldBytes;
  private @Nullable Parts message;

  /** How large a message may be, and of how many frames. */
  public record Limits(int maxBytes, int maxFrames) {
    public Limits {
      // A frame and its head are held in one array.
      maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - 64);
    }
  }

  /**
   * @param deflate what was agreed on about compression, if anything was
   */
  FrameReader(Limits limits, @Nullable Deflate deflate) {
    this.limits = limits;
    this.deflate = deflate;
  }

  /** Whether a message has come in part. */
  boolean isIncomplete() {
    return message != null;
  }

  /** Takes the next frame from the bytes; null if more have to come for it. */
  @Nullable Incoming next(ByteBuf in, byte[] scratch) {
    byte[] start = held;
    return start == null ? inPlace(in, scratch) : continued(in, start);
  }

  private @Nullable Incoming inPlace(ByteBuf in, byte[] scratch) {
    int there = in.readableBytes();
    if (there == 0) {
      return null;
    }
    in.getBytes(in.readerIndex(), scratch, 0, Math.min(there, FrameHead.MAX_SIZE));
    if (there >= 2 && !isAllowed(scratch)) {
      return bad(CloseReason.TRANSPORT_ERROR);
    }
    if (there < 2 || there < FrameHead.size(scratch)) {
      return hold(in, FrameHead.MAX_SIZE);
    }
    FrameHead head = FrameHead.read(scratch);
    CloseReason wrong = wrong(head);
    if (wrong != null) {
      return bad(wrong);
    }
    int length = (int) head.length();
    if (there - head.size() < length) {
      return hold(in, Math.min(head.size() + length, Math.max(there, FIRST_GUESS)));
    }
    in.skipBytes(head.size());
    byte[] bytes = length <= scratch.length ? scratch : new byte[length];
    in.readBytes(bytes, 0, length);
    return frame(head, bytes, 0);
  }

  private @Nullable Incoming hold(ByteBuf in, int room) {
    heldBytes = 0;
    byte[] array = new byte[room];
    held = array;
    take(in, array, in.readableBytes());
    return null;
  }

  private @Nullable Incoming continued(ByteBuf in, byte[] start) {
    byte[] bytes = fill(in, start, 2);
    if (bytes == null) {
      return null;
    }
    if (!isAllowed(bytes)) {
      return bad(CloseReason.TRANSPORT_ERROR);
    }
    bytes = fill(in, bytes, FrameHead.size(bytes));
    if (bytes == null) {
      return null;
    }
    FrameHead head = FrameHead.read(bytes);
    CloseReason wrong = wrong(head);
    if (wrong != null) {
      return bad(wrong);
    }
    bytes = fill(in, bytes, head.size() + (int) head.length());
    if (bytes == null) {
      return null;
    }
    held = null;
    return frame(head, bytes, head.size());
  }

  /** Has so many bytes held, or null if there are not as many. */
  private byte @Nullable [] fill(ByteBuf in, byte[] soFar, int wanted) {
    int more = Math.min(wanted - heldBytes, in.readableBytes());
    if (more <= 0) {
      return heldBytes < wanted ? null : soFar;
    }
    byte[] array = soFar;
    if (heldBytes + more > array.length) {
      // Room for what has come, not for what is announced: that costs the client nothing.
      int room = Math.max(heldBytes + more, (int) Math.min(wanted, 2L * heldBytes));
      array = Arrays.copyOf(array, room);
      held = array;
    }
    take(in, array, more);
    return heldBytes < wanted ? null : array;
  }

  private void take(ByteBuf in, byte[] array, int length) {
    in.readBytes(array, heldBytes, length);
    heldBytes += length;
  }

  private boolean isAllowed(byte[] start) {
    return FrameHead.isAllowed(start, deflate != null);
  }

  private @Nullable CloseReason wrong(FrameHead head) {
    if (head.isControl()) {
      return null;
    }
    if ((head.opcode() == FrameHead.CONTINUATION) == (message == null)) {
      return CloseReason.TRANSPORT_ERROR;
    }
    long before = message == null ? 0 : message.size();
    // A length of eight bytes may be negative here.
    boolean tooBig = head.length() < 0 || head.length() > limits.maxBytes() - before;
    return tooBig ? CloseReason.MESSAGE_TOO_BIG : null;
  }

  private Incoming frame(FrameHead head, byte[] bytes, int from) {
    int length = (int) head.length();
    boolean ascii = Mask.remove(bytes, from, length, head.mask());
    if (head.isControl()) {
      return control(head.opcode(), Arrays.copyOfRange(bytes, from, from + length));
    }
    Parts parts = message;
    if (parts == null && head.isFinal()) {
      return whole(head.opcode(), head.isCompressed(), bytes, from, length, ascii);
    }
    if (parts == null) {
      parts = new Parts(head.opcode(), head.isCompressed());
      message = parts;
    }
    if (parts.add(bytes, from, length) > limits.maxFrames()) {
      return bad(CloseReason.MESSAGE_TOO_SLOW);
    }
    if (!head.isFinal()) {
      return Incoming.NOTHING;
    }
    message = null;
    return whole(parts.opcode(), parts.isCompressed(), parts.bytes(), 0, parts.size(), false);
  }

  private Incoming whole(
      int opcode, boolean compressed, byte[] bytes, int from, int length, boolean ascii) {
    if (compressed && deflate != null) {
      return inflated(opcode, deflate.inflate(bytes, from, length, limits.maxBytes()));
    }
    if (opcode == FrameHead.BINARY) {
      return new Incoming.Binary(Arrays.copyOfRange(bytes, from, from + length));
    }
    return ascii
        ? new Incoming.Text(new String(bytes, from, length, ISO_8859_1), length)
        : text(bytes, from, length);
  }

  private static Incoming inflated(int opcode, Deflate.Inflated inflated) {
    if (inflated instanceof Deflate.Inflated.Message message) {
      byte[] bytes = message.bytes();
      return opcode == FrameHead.BINARY ? new Incoming.Binary(bytes) : text(bytes, 0, bytes.length);
    }
    return bad(
        inflated instanceof Deflate.Inflated.TooBig
            ? CloseReason.MESSAGE_TOO_BIG
            : CloseReason.TRANSPORT_ERROR);
  }

  private static Incoming text(byte[] bytes, int from, int length) {
    try {
      // A new decoder reports what is malformed, where String's constructor would replace it.
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length)).toString();
      return new Incoming.Text(text, length);
    } catch (CharacterCodingException notUtf8) {
      return bad(CloseReason.INVALID_TEXT);
    }
  }

  private static Incoming control(int opcode, byte[] payload) {
    if (opcode == FrameHead.PING) {
      return new Incoming.Ping(payload);
    }
    if (opcode == FrameHead.PONG) {
      return Incoming.NOTHING;
    }
    if (payload.length == 0) {
      return new Incoming.Close(Incoming.Close.NO_STATUS);
    }
    int status = payload.length < 2 ? 0 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    boolean readable =
        payload.length < 3 || text(payload, 2, payload.length - 2) instanceof Incoming.Text;
    return isStatus(status) && readable
        ? new Incoming.Close(status)
        : bad(CloseReason.TRANSPORT_ERROR);
  }

  /** Whether somebody may send this, which those may not that only stand for something. */
  private static boolean isStatus(int status) {
    return (status >= 1000 && status <= 1014 && (status < 1004 || status > 1006))
        || (status >= 3000 && status < 5000);
  }

  private static Incoming bad(CloseReason reason) {
    return new Incoming.Bad(reason);
  }
}
