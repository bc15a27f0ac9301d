package io.wsfleet.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The read buffer that all clients of a loop share, one after the other. */
final class ReadBuffer {

  private static final int SIZE = 256 * 1024;

  private final ByteBuffer direct = ByteBuffer.allocateDirect(SIZE);
  private byte[] array = new byte[2 * SIZE];

  byte[] array() {
    return array;
  }

  /**
   * Reads once, after the bytes that were left the last time.
   *
   * @return how many bytes are in the array, or -1 at the end of the stream
   */
  int read(SocketChannel channel, byte[] rest) throws IOException {
    direct.clear();
    if (channel.read(direct) < 0) {
      return -1;
    }
    direct.flip();
    int length = rest.length + direct.remaining();
    if (length > array.length) {
      array = new byte[2 * length];
    }
    System.arraycopy(rest, 0, array, 0, rest.length);
    direct.get(array, rest.length, direct.remaining());
    return length;
  }
}
