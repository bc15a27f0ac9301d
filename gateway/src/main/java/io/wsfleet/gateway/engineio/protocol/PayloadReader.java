package io.wsfleet.gateway.engineio.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the packets of a polling request one by one, so that nothing is read after a malformed
 * packet. There are three formats:
 *
 * <ul>
 *   <li>Engine.IO 4: packets with the control character 0x1E between them.
 *   <li>Engine.IO 3, text: each packet led by its length in UTF-16 code units and a colon.
 *   <li>Engine.IO 3, binary: each packet led by 0 for text or 1 for binary, the decimal digits of
 *       its length in bytes as one byte each, and 255.
 * </ul>
 */
public interface PayloadReader {
  char SEPARATOR = 0x1e;

  /** The next packet. Must not be called again after the end or a malformed packet. */
  PolledPacket next();

  /** A text body. */
  static PayloadReader of(EngineVersion version, String body) {
    return version == EngineVersion.V4 ? new Version4(body) : new Version3Text(body);
  }

  /** A binary body, which only clients of Engine.IO 3 send. */
  static PayloadReader of(byte[] body) {
    return new Version3Binary(body);
  }

  /** The form of Engine.IO 4. */
  final class Version4 implements PayloadReader {
    private final String body;
    private int start;

    private Version4(String body) {
      this.body = body;
    }

    @Override
    public PolledPacket next() {
      if (start > body.length()) {
        return PolledPacket.END;
      }
      int separator = body.indexOf(SEPARATOR, start);
      int end = separator < 0 ? body.length() : separator;
      String packet = body.substring(start, end);
      start = end + 1;
      return new PolledPacket.Text(packet);
    }
  }

  /** The text form of Engine.IO 3. */
  final class Version3Text implements PayloadReader {
    // A valid length is never longer; JavaScript would read up to 310 digits.
    private static final int MAX_DIGITS = 9;

    private final String body;
    private int at;

    private Version3Text(String body) {
      this.body = body;
    }

    @Override
    public PolledPacket next() {
      if (body.isEmpty()) {
        return PolledPacket.MALFORMED;
      }
      while (at < body.length()) {
        int colon = body.indexOf(':', at);
        int length = colon < 0 ? -1 : parseLength(at, colon);
        if (length < 0 || length > body.length() - colon - 1) {
          return PolledPacket.MALFORMED;
        }
        at = colon + 1 + length;
        // An empty payload is written as "0:".
        if (length > 0) {
          return new PolledPacket.Text(body.substring(colon + 1, at));
        }
      }
      return PolledPacket.END;
    }

    private int parseLength(int from, int to) {
      if (from == to || to - from > MAX_DIGITS) {
        return -1;
      }
      int number = 0;
      for (int i = from; i < to; i++) {
        int digit = body.charAt(i) - '0';
        if (digit < 0 || digit > 9) {
          return -1;
        }
        number = number * 10 + digit;
      }
      return number;
    }
  }

  /** The binary form of Engine.IO 3. */
  final class Version3Binary implements PayloadReader {
    private static final int MAX_DIGITS = 9;
    private static final int END_OF_LENGTH = 0xff;

    private final byte[] body;
    private int at;

    private Version3Binary(byte[] body) {
      this.body = body;
    }

    @Override
    public PolledPacket next() {
      if (at == body.length) {
        return PolledPacket.END;
      }
      int kind = body[at++];
      int length = readLength();
      if (kind < 0 || kind > 1 || length < 0 || length > body.length - at) {
        return PolledPacket.MALFORMED;
      }
      int start = at;
      at += length;
      return kind == 1
          ? new PolledPacket.Binary(Arrays.copyOfRange(body, start, at))
          : new PolledPacket.Text(new String(body, start, length, StandardCharsets.UTF_8));
    }

    private int readLength() {
      int length = 0;
      for (int digits = 0; at < body.length && digits <= MAX_DIGITS; digits++) {
        int digit = body[at++] & 0xff;
        if (digit == END_OF_LENGTH) {
          return digits == 0 ? -1 : length;
        }
        if (digit > 9 || digits == MAX_DIGITS) {
          return -1;
        }
        length = length * 10 + digit;
      }
      return -1;
    }
  }
}
