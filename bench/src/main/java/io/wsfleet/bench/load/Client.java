package io.wsfleet.bench.load;

import io.wsfleet.bench.wire.Frames;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A Socket.IO 5 client on an Engine.IO 4 websocket. It answers heartbeats by itself. */
public final class Client {

  private static final byte[] CONNECT = frame("40");
  private static final byte[] PONG = frame("3");
  private static final byte[] NOTHING = {};

  private final int number;
  private final InetSocketAddress server;
  private MessageListener listener;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Frames.FrameListener frames = new FrameHandler();
  private byte[] unparsed = NOTHING;
  private @Nullable ByteBuffer unsent;
  private boolean upgraded;
  private long readAt;

  private Client(int number, InetSocketAddress server, MessageListener listener, Selector selector)
      throws IOException {
    this.number = number;
    this.server = server;
    this.listener = listener;
    this.channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    this.key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    channel.connect(server);
  }

  static Client open(
      int number, InetSocketAddress server, MessageListener listener, Selector selector)
      throws IOException {
    return new Client(number, server, listener, selector);
  }

  /** The index that the caller gave it. */
  public int number() {
    return number;
  }

  /** Sets the listener for its messages. */
  public void setListener(MessageListener newListener) {
    listener = newListener;
  }

  /** Sends a text message, which must be ASCII. */
  public void send(String text) {
    write(frame(text));
  }

  /** Reads and writes what its selection key is ready for. */
  void onReady(ReadBuffer readBuffer) throws IOException {
    if (key.isConnectable() && channel.finishConnect()) {
      key.interestOps(SelectionKey.OP_READ);
      write(upgradeRequest());
    }
    if (key.isValid() && key.isWritable()) {
      flush();
    }
    if (key.isValid() && key.isReadable()) {
      read(readBuffer);
    }
  }

  void close() {
    try {
      // Without the wait that a port needs after an orderly end: thousands come and go in a run.
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    } catch (IOException gone) {
      // It was closed; there is nothing more to do.
    }
  }

  @Override
  public String toString() {
    return "client " + number + " of " + server.getHostString();
  }

  private void read(ReadBuffer readBuffer) throws IOException {
    int length = readBuffer.read(channel, unparsed);
    if (length < 0) {
      throw new IOException("the server closed the connection");
    }
    readAt = System.nanoTime();
    byte[] read = readBuffer.array();
    int at = upgraded ? 0 : parseUpgradeResponse(read, length);
    if (upgraded) {
      at = Frames.parse(read, at, length, frames);
    }
    unparsed = at == length ? NOTHING : Arrays.copyOfRange(read, at, length);
  }

  /** Where the frames begin behind the answer to the upgrade, or 0 while it is not complete. */
  private int parseUpgradeResponse(byte[] bytes, int length) throws IOException {
    String head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    int end = head.indexOf("\r\n\r\n");
    if (end < 0) {
      return 0;
    }
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new IOException(
          "no websocket, but: " + head.substring(0, Math.min(head.length(), 200)));
    }
    upgraded = true;
    return end + 4;
  }

  private byte[] upgradeRequest() {
    return ("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
            + ("Host: " + server.getHostString() + ":" + server.getPort() + "\r\n")
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nUser-Agent: Mozilla/5.0\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: d3NmbGVldCBtZWFzdXJlcw==\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void write(byte[] bytes) {
    ByteBuffer waiting = unsent;
    if (waiting != null) {
      unsent =
          ByteBuffer.allocate(waiting.remaining() + bytes.length).put(waiting).put(bytes).flip();
      return;
    }
    unsent = ByteBuffer.wrap(bytes);
    flush();
  }

  private void flush() {
    ByteBuffer waiting = unsent;
    if (waiting == null) {
      return;
    }
    try {
      channel.write(waiting);
    } catch (IOException e) {
      throw new InvalidRunException(this + " could not send: " + e.getMessage());
    }
    boolean done = !waiting.hasRemaining();
    unsent = done ? null : waiting;
    key.interestOps(done ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  private static byte[] frame(String text) {
    return Frames.masked(text.getBytes(StandardCharsets.US_ASCII));
  }

  private final class FrameHandler implements Frames.FrameListener {

    @Override
    public void text(byte[] bytes, int from, int to) {
      int first = from < to ? bytes[from] : 0;
      int second = from + 1 < to ? bytes[from + 1] : 0;
      if (first == '4' && second == '2') {
        listener.event(Client.this, bytes, from + 2, to, readAt);
      } else if (first == '4' && second == '3') {
        listener.ack(Client.this, bytes, from + 2, to, readAt);
      } else if (first == '2') {
        write(PONG);
      } else if (first == '0') {
        write(CONNECT);
      } else if (first == '4' && second == '0') {
        listener.connected(Client.this);
      } else if (first != '6') {
        throw new InvalidRunException(
            Client.this
                + " was sent "
                + new String(bytes, from, Math.min(to - from, 100), StandardCharsets.ISO_8859_1));
      }
    }

    @Override
    public void close(int status) {
      throw new InvalidRunException(
          Client.this + " was closed by the server with status " + status);
    }
  }
}
