package io.wsfleet.bench.wire;

/** Parses the websocket frames of a server and encodes those of a client. */
public final class Frames {

  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_CLOSE = 0x88;
  private static final int MASKED = 0x80;
  private static final byte[] MASK = {0x5a, 0x17, 0x3c, 0x71};

  private Frames() {}

  /** Receives each frame; the bytes are valid only during the call. */
  public interface FrameListener {
    void text(byte[] bytes, int from, int to);

    /** A close frame; 1005 means no status. */
    void close(int status);
  }

  /**
   * Parses the complete frames.
   *
   * @return where the first incomplete one begins
   */
  public static int parse(byte[] bytes, int from, int to, FrameListener frameListener) {
    int at = from;
    while (to - at >= 2) {
      int length = bytes[at + 1] & 0xff;
      int header = 2;
      if (length == 126) {
        if (to - at < 4) {
          return at;
        }
        length = (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
        header = 4;
      } else if (length > 126) {
        throw new IllegalStateException(
            "a frame of 64 KiB or more, or a masked one; no server here sends such");
      }
      int end = at + header + length;
      if (end > to) {
        return at;
      }
      notifyListener(bytes, at, at + header, end, frameListener);
      at = end;
    }
    return at;
  }

  /** A text message of a client in one frame; it must be ASCII and shorter than 64 KiB. */
  public static byte[] masked(byte[] text) {
    int header = text.length < 126 ? 2 : 4;
    byte[] frame = new byte[header + MASK.length + text.length];
    frame[0] = (byte) FINAL_TEXT;
    if (text.length < 126) {
      frame[1] = (byte) (MASKED | text.length);
    } else {
      frame[1] = (byte) (MASKED | 126);
      frame[2] = (byte) (text.length >> 8);
      frame[3] = (byte) text.length;
    }
    System.arraycopy(MASK, 0, frame, header, MASK.length);
    for (int at = 0; at < text.length; at++) {
      frame[header + MASK.length + at] = (byte) (text[at] ^ MASK[at & 3]);
    }
    return frame;
  }

  private static void notifyListener(
      byte[] bytes, int at, int from, int to, FrameListener frameListener) {
    int first = bytes[at] & 0xff;
    if (first == FINAL_TEXT) {
      frameListener.text(bytes, from, to);
    } else if (first == FINAL_CLOSE) {
      frameListener.close(
          to - from < 2 ? 1005 : (bytes[from] & 0xff) << 8 | bytes[from + 1] & 0xff);
    } else {
      throw new IllegalStateException(
          "a frame that begins with 0x" + Integer.toHexString(first) + "; no server here sends it");
    }
  }
}
