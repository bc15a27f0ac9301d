package io.wsfleet.gateway.net.websocket.frames;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one client and assembles fragmented messages. A complete frame is read in
 * place, with an array that all connections of an event loop share; only a partial frame is copied.
 *
 * <p>The size of a message and the number of its frames are limited. Must not be called again after
 * a violation.
 */
public final class FrameReader {
  private static final int INITIAL_CAPACITY = 512;

  private final Limits limits;
  private final @Nullable Deflate deflate;
  private @Nullable PartialFrame partialFrame;
  private @Nullable FragmentedMessage fragments;
  private @Nullable ByteBuf unread;

  /** Limits of a message: its size and its number of frames. */
  public record Limits(int maxBytes, int maxFrames) {
    public Limits {
      // A frame and its header are kept in one array.
      maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - 64);
    }
  }

  /**
   * @param deflate the negotiated compression, if any
   */
  public FrameReader(Limits limits, @Nullable Deflate deflate) {
    this.limits = limits;
    this.deflate = deflate;
  }

  /** Whether a message is incomplete. */
  public boolean hasPartialMessage() {
    return fragments != null;
  }

  /** Keeps bytes that cannot be read yet, behind those that are kept already. */
  public void keepUnread(ByteBuf bytes) {
    if (bytes.isReadable()) {
      ByteBuf kept = unread == null ? Unpooled.buffer(bytes.readableBytes()) : unread;
      unread = kept.writeBytes(bytes);
    }
  }

  /** The bytes that were kept, for the caller to release; null if there are none. */
  @Nullable
  public ByteBuf takeUnread() {
    ByteBuf kept = unread;
    unread = null;
    return kept;
  }

  public void releaseUnread() {
    ByteBuf kept = takeUnread();
    if (kept != null) {
      kept.release();
    }
  }

  /** Reads the next frame; null if it is incomplete. */
  @Nullable
  public InboundMessage next(ByteBuf in, byte[] scratch) {
    PartialFrame start = partialFrame;
    return start == null ? readInPlace(in, scratch) : resumePartial(in, start);
  }

  private @Nullable InboundMessage readInPlace(ByteBuf in, byte[] scratch) {
    int available = in.readableBytes();
    if (available == 0) {
      return null;
    }
    in.getBytes(in.readerIndex(), scratch, 0, Math.min(available, FrameHeader.MAX_BYTES));
    if (available >= 2 && !isValidStart(scratch)) {
      return violation(CloseCode.PROTOCOL_ERROR);
    }
    if (available < 2 || available < FrameHeader.size(scratch)) {
      return savePartial(in, FrameHeader.MAX_BYTES);
    }
    FrameHeader header = FrameHeader.read(scratch);
    CloseCode violation = check(header);
    if (violation != null) {
      return violation(violation);
    }
    int length = (int) header.length();
    if (available - header.size() < length) {
      return savePartial(
          in, Math.min(header.size() + length, Math.max(available, INITIAL_CAPACITY)));
    }
    in.skipBytes(header.size());
    byte[] bytes = length <= scratch.length ? scratch : new byte[length];
    in.readBytes(bytes, 0, length);
    return onFrame(header, bytes, 0);
  }

  private @Nullable InboundMessage savePartial(ByteBuf in, int room) {
    partialFrame = new PartialFrame(room);
    partialFrame.append(in, in.readableBytes());
    return null;
  }

  private @Nullable InboundMessage resumePartial(ByteBuf in, PartialFrame partial) {
    byte[] bytes = partial.fillTo(in, 2);
    if (bytes == null) {
      return null;
    }
    if (!isValidStart(bytes)) {
      return violation(CloseCode.PROTOCOL_ERROR);
    }
    bytes = partial.fillTo(in, FrameHeader.size(bytes));
    if (bytes == null) {
      return null;
    }
    FrameHeader header = FrameHeader.read(bytes);
    CloseCode violation = check(header);
    if (violation != null) {
      return violation(violation);
    }
    bytes = partial.fillTo(in, header.size() + (int) header.length());
    if (bytes == null) {
      return null;
    }
    partialFrame = null;
    return onFrame(header, bytes, header.size());
  }

  private boolean isValidStart(byte[] start) {
    return FrameHeader.isValidStart(start, deflate != null);
  }

  private @Nullable CloseCode check(FrameHeader header) {
    if (header.isControl()) {
      return null;
    }
    if ((header.opcode() == FrameHeader.CONTINUATION) == (fragments == null)) {
      return CloseCode.PROTOCOL_ERROR;
    }
    long before = fragments == null ? 0 : fragments.size();
    // A length of eight bytes may be negative in Java.
    boolean tooBig = header.length() < 0 || header.length() > limits.maxBytes() - before;
    return tooBig ? CloseCode.MESSAGE_TOO_BIG : null;
  }

  private InboundMessage onFrame(FrameHeader header, byte[] bytes, int from) {
    int length = (int) header.length();
    boolean ascii = Mask.unmask(bytes, from, length, header.mask());
    if (header.isControl()) {
      return onControlFrame(header.opcode(), Arrays.copyOfRange(bytes, from, from + length));
    }
    FragmentedMessage fragmented = fragments;
    if (fragmented == null && header.isFinal()) {
      return completeMessage(header.opcode(), header.isCompressed(), bytes, from, length, ascii);
    }
    if (fragmented == null) {
      fragmented = new FragmentedMessage(header.opcode(), header.isCompressed());
      fragments = fragmented;
    }
    if (fragmented.add(bytes, from, length) > limits.maxFrames()) {
      return violation(CloseCode.POLICY_VIOLATION);
    }
    if (!header.isFinal()) {
      return InboundMessage.NOTHING;
    }
    fragments = null;
    return completeMessage(
        fragmented.opcode(),
        fragmented.isCompressed(),
        fragmented.bytes(),
        0,
        fragmented.size(),
        false);
  }

  private InboundMessage completeMessage(
      int opcode, boolean compressed, byte[] bytes, int from, int length, boolean ascii) {
    if (compressed && deflate != null) {
      return fromInflated(opcode, deflate.inflate(bytes, from, length, limits.maxBytes()));
    }
    if (opcode == FrameHeader.BINARY) {
      return new InboundMessage.Binary(Arrays.copyOfRange(bytes, from, from + length));
    }
    return ascii
        ? new InboundMessage.Text(new String(bytes, from, length, ISO_8859_1), length)
        : decodeText(bytes, from, length);
  }

  private static InboundMessage fromInflated(int opcode, Deflate.InflateResult inflateResult) {
    if (inflateResult instanceof Deflate.InflateResult.Message message) {
      byte[] bytes = message.bytes();
      return opcode == FrameHeader.BINARY
          ? new InboundMessage.Binary(bytes)
          : decodeText(bytes, 0, bytes.length);
    }
    return violation(
        inflateResult instanceof Deflate.InflateResult.TooBig
            ? CloseCode.MESSAGE_TOO_BIG
            : CloseCode.PROTOCOL_ERROR);
  }

  private static InboundMessage decodeText(byte[] bytes, int from, int length) {
    try {
      // A new decoder reports malformed input; the constructor of String replaces it.
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length)).toString();
      return new InboundMessage.Text(text, length);
    } catch (CharacterCodingException notUtf8) {
      return violation(CloseCode.INVALID_PAYLOAD_DATA);
    }
  }

  private static InboundMessage onControlFrame(int opcode, byte[] payload) {
    if (opcode == FrameHeader.PING) {
      return new InboundMessage.Ping(payload);
    }
    if (opcode == FrameHeader.PONG) {
      return InboundMessage.NOTHING;
    }
    if (payload.length == 0) {
      return new InboundMessage.Close(CloseCode.NO_STATUS.number());
    }
    int status = payload.length < 2 ? 0 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    boolean readable =
        payload.length < 3
            || decodeText(payload, 2, payload.length - 2) instanceof InboundMessage.Text;
    return isValidStatus(status) && readable
        ? new InboundMessage.Close(status)
        : violation(CloseCode.PROTOCOL_ERROR);
  }

  /** Whether a close frame may contain this status: some codes are for local use only. */
  private static boolean isValidStatus(int status) {
    return (status >= 1000 && status <= 1014 && (status < 1004 || status > 1006))
        || (status >= 3000 && status < 5000);
  }

  private static InboundMessage violation(CloseCode code) {
    return new InboundMessage.Violation(code);
  }
}
