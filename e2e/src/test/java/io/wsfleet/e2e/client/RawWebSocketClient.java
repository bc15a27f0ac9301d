package io.wsfleet.e2e.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A websocket client that does only what it is told to, right or wrong, one frame at a time. */
public final class RawWebSocketClient implements AutoCloseable {

  private static final int TEXT = 1;
  private static final int CLOSE = 8;

  /**
   * How the other side ended a connection: by a close frame with or without a code, or without any.
   */
  public record CloseResult(boolean closeFrame, int code) {}

  private final Socket socket = new Socket();
  private final DataInputStream in;

  private RawWebSocketClient(InetSocketAddress server, int receiveBuffer) throws IOException {
    // Set before connecting, since the window is agreed on then.
    if (receiveBuffer > 0) socket.setReceiveBufferSize(receiveBuffer);
    socket.connect(server, 5000);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
  }

  /** A TCP connection on which nothing was said yet. */
  public static RawWebSocketClient connect(InetSocketAddress server) {
    return connect(server, 0);
  }

  private static RawWebSocketClient connect(InetSocketAddress server, int receiveBuffer) {
    try {
      return new RawWebSocketClient(server, receiveBuffer);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to " + server, e);
    }
  }

  /** Connected to the main namespace, as a client of protocol 5 is. */
  public static RawWebSocketClient joined(InetSocketAddress server) {
    return join(connect(server, 0));
  }

  /** As {@link #joined}, with next to no room for what it does not read. */
  public static RawWebSocketClient joinedWithSmallBuffer(InetSocketAddress server) {
    return join(connect(server, 4096));
  }

  private static RawWebSocketClient join(RawWebSocketClient raw) {
    raw.upgrade();
    raw.expectText("0{");
    raw.text("40");
    raw.expectText("40{");
    return raw;
  }

  /** The websocket handshake, up to the 101. */
  public RawWebSocketClient upgrade() {
    send(
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: fleet\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    String head = readHead();
    if (!head.startsWith("HTTP/1.1 101")) throw new AssertionError("no upgrade: " + head);
    return this;
  }

  public void send(String bytes) {
    send(bytes.getBytes(ISO_8859_1));
  }

  public void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // The other side has closed already; whoever asks for the ending is told.
    }
  }

  public void text(String text) {
    frame(0x80 | TEXT, text.getBytes(UTF_8));
  }

  /** A whole masked frame. The mask is zero: what it hides is no secret. */
  public void frame(int firstByte, byte[] payload) {
    send(header(firstByte, payload.length));
    send(payload);
  }

  /** A header that promises so many bytes. */
  public static byte[] header(int firstByte, long length) {
    ByteBuffer header = ByteBuffer.allocate(14).put((byte) firstByte);
    if (length < 126) {
      header.put((byte) (0x80 | length));
    } else if (length < 65536) {
      header.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      header.put((byte) (0x80 | 127)).putLong(length);
    }
    header.putInt(0).flip();
    byte[] bytes = new byte[header.remaining()];
    header.get(bytes);
    return bytes;
  }

  /** Reads on until the other side ends the connection; an error if it has not in that time. */
  public CloseResult awaitClose(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        Frame frame = read();
        if (frame.opcode() == CLOSE) {
          byte[] p = frame.payload();
          return new CloseResult(true, p.length < 2 ? 1005 : (p[0] & 0xff) << 8 | (p[1] & 0xff));
        }
      }
    } catch (EOFException | SocketException e) {
      return new CloseResult(false, 1006);
    } catch (IOException e) {
      throw new AssertionError("still open after " + atMost.toSeconds() + " s", e);
    }
    throw new AssertionError("still open after " + atMost.toSeconds() + " s");
  }

  /** As {@link #awaitClose}, for a connection that never became a websocket. */
  public void awaitEndOfStream(Duration atMost) {
    try {
      socket.setSoTimeout((int) atMost.toMillis());
      while (in.read() >= 0) {
        // Whatever it is told before the end.
      }
    } catch (SocketException e) {
      // A reset is an end too.
    } catch (IOException e) {
      throw new AssertionError("still open after " + atMost.toSeconds() + " s", e);
    }
  }

  private void expectText(String start) {
    try {
      socket.setSoTimeout(10_000);
      Frame frame = read();
      String text = new String(frame.payload(), UTF_8);
      if (!text.startsWith(start)) throw new AssertionError("expected " + start + "…, got " + text);
    } catch (IOException e) {
      throw new UncheckedIOException("waiting for " + start, e);
    }
  }

  private record Frame(int opcode, byte[] payload) {}

  private Frame read() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    int length = in.readUnsignedByte() & 0x7f;
    if (length == 126) length = in.readUnsignedShort();
    else if (length == 127) length = Math.toIntExact(in.readLong());
    return new Frame(opcode, in.readNBytes(length));
  }

  private String readHead() {
    try {
      socket.setSoTimeout(10_000);
      var head = new ByteArrayOutputStream();
      while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) head.write(in.readUnsignedByte());
      return head.toString(ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException("waiting for the head of the answer", e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is left to be closed then.
    }
  }
}
