package io.wsfleet.gateway.net.websocket.frames;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Compression of the messages of one connection. The two windows are made when they are needed and
 * take native memory, so it must be closed with the connection and not be used afterwards.
 */
public final class Deflate implements AutoCloseable {
  /** Smaller messages are not compressed. */
  public static final int THRESHOLD = 1024;

  private static final int LEVEL = 6;
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private final DeflateParameters parameters;
  private @Nullable Inflater inflater;
  private @Nullable Deflater deflater;

  public Deflate(DeflateParameters parameters) {
    this.parameters = parameters;
  }

  /** The result of decompressing a message. */
  sealed interface InflateResult {
    record Message(byte[] bytes) implements InflateResult {}

    record TooBig() implements InflateResult {}

    record Malformed() implements InflateResult {}
  }

  /** Decompresses a message up to a maximum size. */
  InflateResult inflate(byte[] message, int start, int length, int maxBytes) {
    byte[] input = Arrays.copyOfRange(message, start, start + length + TAIL.length);
    System.arraycopy(TAIL, 0, input, length, TAIL.length);
    Inflater from = inflater();
    from.setInput(input);
    byte[] out = new byte[(int) Math.min(maxBytes + 1L, Math.max(256, 4L * length))];
    int size = 0;
    try {
      while (true) {
        int more = from.inflate(out, size, out.length - size);
        size += more;
        if (size > maxBytes) {
          return new InflateResult.TooBig();
        }
        if (size == out.length) {
          out = Arrays.copyOf(out, (int) Math.min(maxBytes + 1L, 2L * out.length));
        } else if (from.needsDictionary()) {
          return new InflateResult.Malformed();
        } else if (more == 0) {
          return finish(from, out, size);
        }
      }
    } catch (DataFormatException broken) {
      return new InflateResult.Malformed();
    }
  }

  private InflateResult finish(Inflater from, byte[] out, int size) {
    // A final block ends the stream; the next message starts a new one.
    if (parameters.clientNoContextTakeover() || from.finished()) {
      from.reset();
    }
    return new InflateResult.Message(Arrays.copyOf(out, size));
  }

  public byte[] deflate(byte[] message) {
    Deflater to = deflater();
    to.setInput(message);
    byte[] out = new byte[Math.max(64, message.length / 2)];
    int size = to.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    while (size == out.length) {
      out = Arrays.copyOf(out, 2 * out.length);
      size += to.deflate(out, size, out.length - size, Deflater.SYNC_FLUSH);
    }
    if (parameters.serverNoContextTakeover()) {
      to.reset();
    }
    return Arrays.copyOf(out, size - TAIL.length);
  }

  @Override
  public void close() {
    if (inflater != null) {
      inflater.end();
    }
    if (deflater != null) {
      deflater.end();
    }
  }

  private Inflater inflater() {
    Inflater made = inflater;
    if (made == null) {
      made = new Inflater(true);
      inflater = made;
    }
    return made;
  }

  private Deflater deflater() {
    Deflater made = deflater;
    if (made == null) {
      made = new Deflater(LEVEL, true);
      deflater = made;
    }
    return made;
  }
}
