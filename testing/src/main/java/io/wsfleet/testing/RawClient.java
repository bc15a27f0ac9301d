package io.wsfleet.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * A client of HTTP and websockets that sends exactly the given bytes, valid or not. Every read has
 * a bound.
 */
public final class RawClient implements AutoCloseable {
  public static final String V4 = "/socket.io/?EIO=4&transport=websocket";
  public static final String V3 = "/socket.io/?EIO=3&transport=websocket";
  private static final String UPGRADE =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
          // As a browser: a client that can recover.
          + "User-Agent: Mozilla/5.0\r\n";

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;
  private String id = "";

  private RawClient(InetSocketAddress server, int receiveBuffer) throws IOException {
    // Set before connecting, since the window is agreed on then.
    socket.setReceiveBufferSize(receiveBuffer);
    socket.setSoTimeout(15_000);
    socket.connect(server, 5000);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  public static RawClient connect(int port) throws IOException {
    return connect(new InetSocketAddress("127.0.0.1", port));
  }

  public static RawClient connect(InetSocketAddress server) throws IOException {
    return new RawClient(server, 65536);
  }

  /** A client with the smallest window that there is. */
  public static RawClient withSmallReceiveBuffer(int port) throws IOException {
    return withSmallReceiveBuffer(new InetSocketAddress("127.0.0.1", port));
  }

  public static RawClient withSmallReceiveBuffer(InetSocketAddress server) throws IOException {
    return new RawClient(server, 1024);
  }

  /** A client whose websocket is open; its open packet has been read. */
  public static RawClient open(int port, String uri) throws IOException {
    return connect(port).open(uri);
  }

  /** Opens a websocket and reads the open packet. */
  public RawClient open(String uri) throws IOException {
    upgrade(uri);
    text();
    return this;
  }

  /** A client in the main namespace. */
  public static RawClient connected(int port) throws IOException {
    RawClient client = open(port, V4);
    client.connectNamespace();
    return client;
  }

  /** Joins the main namespace; the id that the socket has there. */
  public String connectNamespace() throws IOException {
    send("40");
    id = text().substring(10, 30);
    return id;
  }

  /** The id of the socket in the main namespace. */
  public String id() {
    return id;
  }

  public void upgrade(String uri, String... headers) throws IOException {
    String response = request("GET", uri, UPGRADE + String.join("", headers));
    if (!response.startsWith("HTTP/1.1 101 ")) {
      throw new IOException("not upgraded: " + response);
    }
  }

  /** Sends a request and gives back the head of its answer, and the body if it has a length. */
  public String request(String method, String uri, String headers) throws IOException {
    return request(method, uri, headers, "");
  }

  /** The same with bytes behind the head, each a character, in one segment with it. */
  public String request(String method, String uri, String headers, String more) throws IOException {
    sendRequest(method, uri, headers, more.getBytes(ISO_8859_1));
    return readResponse(!method.equals("HEAD")).toString();
  }

  /** Sends a request and does not wait for its answer. */
  public void sendRequest(String method, String uri, String headers, byte[] body)
      throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    String head = method + " " + uri + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
    request.writeBytes(head.getBytes(ISO_8859_1));
    request.writeBytes(body);
    write(request.toByteArray());
  }

  /** The next answer to a request; one without a length has no body here. */
  public Response readResponse(boolean withBody) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    int length = lower.indexOf("content-length: ");
    if (length < 0 || !withBody) {
      return new Response(head.toString(), new byte[0]);
    }
    int end = lower.indexOf("\r\n", length);
    byte[] body = new byte[Integer.parseInt(lower.substring(length + 16, end))];
    in.readFully(body);
    return new Response(head.toString(), body);
  }

  /** An answer to a request. */
  public record Response(String head, byte[] body) {
    public int status() {
      return Integer.parseInt(head.substring(9, 12));
    }

    public String text() {
      return new String(body, UTF_8);
    }

    @Override
    public String toString() {
      return head + text();
    }
  }

  public static String upgradeHeaders() {
    return UPGRADE;
  }

  public void send(String text) throws IOException {
    frame(0x81, text.getBytes(UTF_8));
  }

  /** Sends a frame with this first byte, masked as a client's must be. */
  public void frame(int first, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
    frame.writeBytes(header(first, payload.length));
    frame.writeBytes(payload);
    write(frame.toByteArray());
  }

  /** The header of a frame that announces this many bytes. Its mask is zero. */
  public static byte[] header(int first, long length) {
    ByteBuffer header = ByteBuffer.allocate(14).put((byte) first);
    if (length < 126) {
      header.put((byte) (0x80 | length));
    } else if (length < 65536) {
      header.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      header.put((byte) (0x80 | 127)).putLong(length);
    }
    header.putInt(0);
    return Arrays.copyOf(header.array(), header.position());
  }

  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** The next text message. */
  public String text() throws IOException {
    Frame frame = read();
    if (frame.opcode() != 1) {
      throw new IOException("no text frame but " + frame.opcode() + " " + frame.status());
    }
    return new String(frame.payload(), UTF_8);
  }

  /** The next frame that is not a message of the heartbeat. */
  public Frame read() throws IOException {
    int opcode = in.readUnsignedByte() & 0xf;
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    return new Frame(opcode, payload);
  }

  /** Reads on until the server closes; the status that it gave, or -1 if it said nothing. */
  public int closeStatus() throws IOException {
    try {
      Frame frame = read();
      while (frame.opcode() != 8) {
        frame = read();
      }
      return frame.status();
    } catch (EOFException | SocketException closedWithoutAWord) {
      return -1;
    }
  }

  /**
   * As {@link #closeStatus()}.
   *
   * @throws java.net.SocketTimeoutException if the server has not closed by then
   */
  public int closeStatus(Duration timeout) throws IOException {
    socket.setSoTimeout((int) timeout.toMillis());
    return closeStatus();
  }

  /**
   * Reads until the server ends the TCP connection, whatever it sends before.
   *
   * @throws java.net.SocketTimeoutException if it has not by then
   */
  public void awaitEndOfStream(Duration timeout) throws IOException {
    socket.setSoTimeout((int) timeout.toMillis());
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketException reset) {
      // A reset ends the connection too.
    }
  }

  public Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** A frame from the server. */
  public record Frame(int opcode, byte[] payload) {

    /** The status of a close frame; 1005 if it has none. */
    public int status() {
      return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    }
  }
}
