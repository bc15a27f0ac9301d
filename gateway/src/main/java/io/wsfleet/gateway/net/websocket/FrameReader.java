package io.wsfleet.gateway.net.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
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
  private static final int INITIAL_CAPACITY = 512;

  private final Limits limits;
  private final @Nullable Deflate deflate;
  private byte @Nullable [] partialFrame;
  private int partialBytes;
  private @Nullable FragmentedMessage fragments;

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
  boolean hasPartialMessage() {
    return fragments != null;
  }

  /** Takes the next frame from the bytes; null if more have to come for it. */
  @Nullable InboundMessage next(ByteBuf in, byte[] scratch) {
    byte[] start = partialFrame;
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
    partialBytes = 0;
    byte[] array = new byte[room];
    partialFrame = array;
    append(in, array, in.readableBytes());
    return null;
  }

  private @Nullable InboundMessage resumePartial(ByteBuf in, byte[] start) {
    byte[] bytes = fillTo(in, start, 2);
    if (bytes == null) {
      return null;
    }
    if (!isValidStart(bytes)) {
      return violation(CloseCode.PROTOCOL_ERROR);
    }
    bytes = fillTo(in, bytes, FrameHeader.size(bytes));
    if (bytes == null) {
      return null;
    }
    FrameHeader header = FrameHeader.read(bytes);
    CloseCode violation = check(header);
    if (violation != null) {
      return violation(violation);
    }
    bytes = fillTo(in, bytes, header.size() + (int) header.length());
    if (bytes == null) {
      return null;
    }
    partialFrame = null;
    return onFrame(header, bytes, header.size());
  }

  /** Has so many bytes held, or null if there are not as many. */
  private byte @Nullable [] fillTo(ByteBuf in, byte[] soFar, int needed) {
    int more = Math.min(needed - partialBytes, in.readableBytes());
    if (more <= 0) {
      return partialBytes < needed ? null : soFar;
    }
    byte[] array = soFar;
    if (partialBytes + more > array.length) {
      // Room for what has come, not for what is announced: that costs the client nothing.
      int room = Math.max(partialBytes + more, (int) Math.min(needed, 2L * partialBytes));
      array = Arrays.copyOf(array, room);
      partialFrame = array;
    }
    append(in, array, more);
    return partialBytes < needed ? null : array;
  }

  private void append(ByteBuf in, byte[] array, int length) {
    in.readBytes(array, partialBytes, length);
    partialBytes += length;
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
    // A length of eight bytes may be negative here.
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
      // A new decoder reports what is malformed, where String's constructor would replace it.
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

  /** Whether somebody may send this, which those may not that only stand for something. */
  private static boolean isValidStatus(int status) {
    return (status >= 1000 && status <= 1014 && (status < 1004 || status > 1006))
        || (status >= 3000 && status < 5000);
  }

  private static InboundMessage violation(CloseCode code) {
    return new InboundMessage.Violation(code);
  }
}
