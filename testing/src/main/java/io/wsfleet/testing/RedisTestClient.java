package io.wsfleet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A connection to Redis that speaks RESP2 and blocks until a reply has arrived. */
public final class RedisTestClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  RedisTestClient(String address, int port, int timeoutMillis, boolean hasTls, String password)
      throws IOException {
    var plain = new Socket();
    plain.setTcpNoDelay(true);
    plain.setSoTimeout(timeoutMillis);
    try {
      plain.connect(new InetSocketAddress(address, port), timeoutMillis);
      socket = hasTls ? withTls(plain, address, port) : plain;
      in = new BufferedInputStream(socket.getInputStream());
      if (!password.isEmpty()) {
        command("AUTH", password);
      }
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static SSLSocket withTls(Socket plain, String address, int port) throws IOException {
    var factory = InsecureTrustManager.sslContext().getSocketFactory();
    var socket = (SSLSocket) factory.createSocket(plain, address, port, true);
    socket.startHandshake();
    return socket;
  }

  /** The reply to a command: a String, a Long, a List or null. */
  public @Nullable Object command(String... words) throws IOException {
    send(words);
    return read();
  }

  public void send(String... words) throws IOException {
    socket.getOutputStream().write(encode(words));
  }

  public @Nullable Object read() throws IOException {
    String line = readLine();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> throw new RedisErrorReply(rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> readBulk(Integer.parseInt(rest));
      case '*' -> readArray(Integer.parseInt(rest));
      default -> throw new IOException("no RESP2: " + line);
    };
  }

  private @Nullable String readBulk(int size) throws IOException {
    if (size < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(size + 2);
    if (bytes.length < size + 2) {
      throw new EOFException();
    }
    return new String(bytes, 0, size, UTF_8);
  }

  private List<@Nullable Object> readArray(int count) throws IOException {
    List<@Nullable Object> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(read());
    }
    return all;
  }

  private String readLine() throws IOException {
    var out = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      out.write(next);
    }
    in.read();
    return out.toString(UTF_8);
  }

  /** Sends bytes, and reads until Redis closes the connection. */
  String exchange(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    return new String(in.readAllBytes(), UTF_8);
  }

  static byte[] encode(String... words) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(("*" + words.length + "\r\n").getBytes(UTF_8));
    for (String word : words) {
      byte[] bytes = word.getBytes(UTF_8);
      out.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
      out.writeBytes(bytes);
      out.writeBytes("\r\n".getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  /** The fields and values of a reply to HGETALL. */
  public static Map<String, String> pairs(Object reply) {
    var pairs = new TreeMap<String, String>();
    var list = (List<?>) reply;
    for (int i = 0; i < list.size(); i += 2) {
      pairs.put((String) list.get(i), (String) list.get(i + 1));
    }
    return pairs;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
