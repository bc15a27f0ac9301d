package io.wsfleet.contract.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.embedded.core.ExecutableProvider;

/**
 * A real redis-server for a test class, empty before each test. {@code -Dredis.server} names
 * another one than the library brings.
 */
final class TestRedis implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private int port;
  private Process process;
  private Client client;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    port = freePort();
    String executable = System.getProperty("redis.server", "");
    if (executable.isEmpty()) {
      executable =
          ExecutableProvider.newJarResourceProvider(ExecutableProvider.newProvidedVersionsMap())
              .get()
              .getPath();
    }
    process =
        new ProcessBuilder(executable, "--port", "" + port, "--bind", "127.0.0.1", "--save", "")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    client = connectWhenUp();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    client.command("FLUSHALL");
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    client.close();
    process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
  }

  Client newClient() throws IOException {
    return new Client(port);
  }

  /** Strings, Longs, null, and Lists of them. */
  Object command(String... words) throws IOException {
    return client.command(words);
  }

  Object command(List<String> words) throws IOException {
    return client.command(words.toArray(String[]::new));
  }

  Map<String, String> hash(String key) throws IOException {
    List<?> list = (List<?>) command("HGETALL", key);
    Map<String, String> fields = new TreeMap<>();
    for (int i = 0; i < list.size(); i += 2) {
      fields.put((String) list.get(i), (String) list.get(i + 1));
    }
    return fields;
  }

  List<?> entries() throws IOException {
    return (List<?>) command("XRANGE", StreamKeys.STREAM, "-", "+");
  }

  /** Whether a key is there for at most so long, and not forever. */
  boolean expiresWithin(String key, long millis) throws IOException {
    long left = (Long) command("PTTL", key);
    return left > 0 && left <= millis;
  }

  private Client connectWhenUp() throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try {
        return newClient();
      } catch (IOException e) {
        if (System.nanoTime() > until) {
          throw e;
        }
        Thread.sleep(5);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** An error that Redis replies. */
  static final class ErrorReplyException extends IOException {
    private static final long serialVersionUID = 1;

    ErrorReplyException(String message) {
      super(message);
    }
  }

  /** One connection; texts are bytes, so that MessagePack can be read too. */
  static final class Client implements AutoCloseable {
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private final Socket socket = new Socket();
    private final InputStream in;

    Client(int port) throws IOException {
      socket.setSoTimeout(5000);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
      in = new BufferedInputStream(socket.getInputStream());
    }

    Object command(String... words) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(("*" + words.length + "\r\n").getBytes(BYTES));
      for (String word : words) {
        byte[] bytes = word.getBytes(BYTES);
        out.writeBytes(("$" + bytes.length + "\r\n").getBytes(BYTES));
        out.writeBytes(bytes);
        out.writeBytes("\r\n".getBytes(BYTES));
      }
      socket.getOutputStream().write(out.toByteArray());
      return read();
    }

    Object read() throws IOException {
      String line = line();
      String rest = line.substring(1);
      return switch (line.charAt(0)) {
        case '+' -> rest;
        case '-' -> throw new ErrorReplyException(rest);
        case ':' -> Long.parseLong(rest);
        case '$' -> text(Integer.parseInt(rest));
        case '*' -> list(Integer.parseInt(rest));
        default -> throw new IOException("no RESP: " + line);
      };
    }

    private String text(int size) throws IOException {
      if (size < 0) {
        return null;
      }
      byte[] bytes = in.readNBytes(size + 2);
      if (bytes.length < size + 2) {
        throw new EOFException();
      }
      return new String(bytes, 0, size, BYTES);
    }

    private List<Object> list(int count) throws IOException {
      List<Object> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(read());
      }
      return all;
    }

    private String line() throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\r'; b = in.read()) {
        if (b < 0) {
          throw new EOFException();
        }
        out.write(b);
      }
      in.read();
      return out.toString(BYTES);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
