package io.wsfleet.gateway.transport;

import io.vertx.core.buffer.Buffer;
import io.wsfleet.gateway.engineio.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from the frames that they come in. A message may have so many bytes and so
 * many frames; how long it may take is watched by whoever asks {@link #isIncomplete}.
 */
final class Fragments {
  private final int maxBytes;
  private final int maxFrames;
  private @Nullable Buffer incomplete;
  private boolean isText;
  private int frames;

  Fragments(int maxBytes, int maxFrames) {
    this.maxBytes = maxBytes;
    this.maxFrames = maxFrames;
  }

  sealed interface Assembled {
    record Text(String message) implements Assembled {}

    record Binary(byte[] message) implements Assembled {}

    record Nothing() implements Assembled {}

    record Bad(CloseReason reason) implements Assembled {}
  }

  boolean isIncomplete() {
    return incomplete != null;
  }

  /** A frame that begins a message. */
  Assembled first(Buffer data, boolean text, boolean isFinal) {
    if (incomplete != null) {
      return new Assembled.Bad(CloseReason.TRANSPORT_ERROR);
    }
    isText = text;
    frames = 1;
    if (data.length() > maxBytes) {
      return new Assembled.Bad(CloseReason.MESSAGE_TOO_BIG);
    }
    if (isFinal) {
      return whole(data);
    }
    incomplete = data.copy();
    return new Assembled.Nothing();
  }

  /** A frame that goes on with a message. */
  Assembled next(Buffer data, boolean isFinal) {
    Buffer soFar = incomplete;
    if (soFar == null) {
      return new Assembled.Bad(CloseReason.TRANSPORT_ERROR);
    }
    if ((long) soFar.length() + data.length() > maxBytes) {
      return new Assembled.Bad(CloseReason.MESSAGE_TOO_BIG);
    }
    if (++frames > maxFrames) {
      return new Assembled.Bad(CloseReason.MESSAGE_TOO_SLOW);
    }
    soFar.appendBuffer(data);
    if (!isFinal) {
      return new Assembled.Nothing();
    }
    incomplete = null;
    return whole(soFar);
  }

  private Assembled whole(Buffer data) {
    byte[] bytes = data.getBytes();
    if (!isText) {
      return new Assembled.Binary(bytes);
    }
    try {
      // A new decoder reports what is malformed, where String's constructor would replace it.
      return new Assembled.Text(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notUtf8) {
      return new Assembled.Bad(CloseReason.INVALID_TEXT);
    }
  }
}
