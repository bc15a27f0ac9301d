package io.wsfleet.operator.redis.client;

import io.wsfleet.testing.FreePorts;
import io.wsfleet.testing.TestCertificateAuthority;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/**
 * A real redis-server at an address and port of its own, started as in a pod: held off. {@code
 * -Dredis.server} names another one than the library brings.
 */
final class RedisServer implements AutoCloseable {

  static final String PASSWORD = "s3cret";

  private static final Path EXECUTABLE = executable();

  private final String address;
  private final int port;
  private final Path folder;
  private final boolean hasTls;
  private Process process;

  /** What it is configured with when it starts next, beside what it always is. */
  volatile String configuration = "requirepass %s\nmasterauth %s\n".formatted(PASSWORD, PASSWORD);

  /** What it is started with beside what it always is. */
  volatile List<String> arguments = List.of();

  /** What clients of the tests come with. */
  volatile String password = PASSWORD;

  private RedisServer(String address, int port, boolean hasTls) throws IOException {
    this.address = address;
    this.port = port;
    this.hasTls = hasTls;
    this.folder = Files.createTempDirectory("wsfleet-redis-");
  }

  /** So many of them at addresses of their own and one port, as pods have. */
  static List<RedisServer> start(int howMany) throws IOException {
    var random = ThreadLocalRandom.current();
    var net = "127.%d.%d.".formatted(random.nextInt(1, 255), random.nextInt(0, 255));
    int port = FreePorts.free(net + "2");
    var servers = new ArrayList<RedisServer>();
    for (int i = 0; i < howMany; i++) {
      var server = new RedisServer(net + (2 + i), port, false);
      server.start();
      servers.add(server);
    }
    return servers;
  }

  /** The same with TLS as in a pod, and what each of them is to show at first. */
  static List<RedisServer> startWithTls(int howMany, TestCertificateAuthority authority)
      throws IOException {
    var random = ThreadLocalRandom.current();
    var net = "127.%d.%d.".formatted(random.nextInt(1, 255), random.nextInt(0, 255));
    int port = FreePorts.free(net + "2");
    var servers = new ArrayList<RedisServer>();
    for (int i = 0; i < howMany; i++) {
      var server = new RedisServer(net + (2 + i), port, true);
      server.writeTlsFiles(authority.issue("redis"), authority.pem());
      server.start();
      servers.add(server);
    }
    return servers;
  }

  /** Whether the server that there is knows TLS; those that come along do on most machines. */
  static boolean supportsTls() {
    try {
      var process =
          new ProcessBuilder(EXECUTABLE.toString(), "--port", "0", "--tls-port", "1")
              .redirectErrorStream(true)
              .start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.contains("tls-cert-file");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a kubelet does when the Secret has changed: the server learns nothing of it. */
  void writeTlsFiles(
      TestCertificateAuthority.IssuedCertificate issuedCertificate, String authorities)
      throws IOException {
    Files.writeString(file("tls.crt"), issuedCertificate.certificatePem());
    Files.writeString(file("tls.key"), issuedCertificate.keyPem());
    Files.writeString(file("ca.crt"), authorities);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  String address() {
    return address;
  }

  int port() {
    return port;
  }

  void start() throws IOException {
    Files.writeString(file("redis.conf"), configuration);
    var command = new ArrayList<String>();
    command.add(EXECUTABLE.toString());
    command.add(file("redis.conf").toString());
    command.addAll(
        hasTls
            ? List.of(
                "--port",
                "0",
                "--tls-port",
                String.valueOf(port),
                "--tls-cert-file",
                file("tls.crt").toString(),
                "--tls-key-file",
                file("tls.key").toString(),
                "--tls-ca-cert-file",
                file("ca.crt").toString(),
                "--tls-replication",
                "yes",
                "--tls-auth-clients",
                "no")
            : List.of("--port", String.valueOf(port)));
    command.addAll(
        List.of(
            "--bind",
            address,
            "--replica-announce-ip",
            address,
            "--replicaof",
            "127.0.0.1",
            "1",
            "--save",
            "",
            "--loglevel",
            "warning",
            "--repl-diskless-sync",
            "yes",
            "--repl-diskless-sync-delay",
            "0",
            "--repl-ping-replica-period",
            "1",
            "--repl-timeout",
            "5"));
    command.addAll(arguments);
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try (var client = client()) {
        client.command("PING");
        return;
      } catch (IOException e) {
        if (System.nanoTime() > until) {
          throw e;
        }
        sleep(5);
      }
    }
  }

  /** At once, as by kill -9. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void hang() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Client client() throws IOException {
    return new Client(address, port, 5000, hasTls, password);
  }

  Client client(int millis) throws IOException {
    return new Client(address, port, millis, hasTls, password);
  }

  boolean acceptsPassword(String other) {
    try (var client = new Client(address, port, 5000, hasTls, other)) {
      return "PONG".equals(client.command("PING"));
    } catch (ErrorReplyException e) {
      return false;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Object command(String... words) {
    try (var client = client()) {
      return client.command(words);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    kill();
    for (String left : List.of("log", "redis.conf", "dump.rdb", "tls.crt", "tls.key", "ca.crt")) {
      Files.deleteIfExists(file(left));
    }
    try {
      Files.deleteIfExists(folder);
    } catch (java.nio.file.DirectoryNotEmptyException e) {
      // What it left there goes with the machine's temporary files.
      return;
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path executable() {
    var named = System.getProperty("redis.server", "");
    try {
      return named.isEmpty()
          ? ExecutableProvider.newJarResourceProvider(ExecutableProvider.newProvidedVersionsMap())
              .get()
              .toPath()
          : Path.of(named);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An error that Redis answers. */
  static final class ErrorReplyException extends IOException {
    ErrorReplyException(String message) {
      super(message);
    }
  }

  /** As simple as a client can be: one question, one answer. */
  static final class Client implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Client(String address, int port, int millis, boolean hasTls, String password)
        throws IOException {
      var plain = new Socket();
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(millis);
      try {
        plain.connect(new InetSocketAddress(address, port), millis);
        socket = hasTls ? ServedCertificate.handshake(plain, address, port) : plain;
        in = new BufferedInputStream(socket.getInputStream());
        command("AUTH", password);
      } catch (IOException e) {
        plain.close();
        throw e;
      }
    }

    Object command(String... words) throws IOException {
      send(words);
      return read();
    }

    void send(String... words) throws IOException {
      var out = new ByteArrayOutputStream();
      out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
      for (String word : words) {
        var bytes = word.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(bytes);
        out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
      }
      socket.getOutputStream().write(out.toByteArray());
    }

    Object read() throws IOException {
      var line = line();
      var rest = line.substring(1);
      switch (line.charAt(0)) {
        case '+':
          return rest;
        case '-':
          throw new ErrorReplyException(rest);
        case ':':
          return Long.parseLong(rest);
        case '$':
          int size = Integer.parseInt(rest);
          if (size < 0) {
            return null;
          }
          var bytes = in.readNBytes(size + 2);
          if (bytes.length < size + 2) {
            throw new EOFException();
          }
          return new String(bytes, 0, size, StandardCharsets.UTF_8);
        case '*':
          int count = Integer.parseInt(rest);
          var all = new ArrayList<Object>();
          for (int i = 0; i < count; i++) {
            all.add(read());
          }
          return all;
        default:
          throw new IOException("what is " + line);
      }
    }

    private String line() throws IOException {
      var out = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\r'; b = in.read()) {
        if (b < 0) {
          throw new EOFException();
        }
        out.write(b);
      }
      in.read();
      return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Of the answer to HGETALL. */
  static Map<String, String> pairs(Object answer) {
    var found = new java.util.TreeMap<String, String>();
    var list = (List<?>) answer;
    for (int i = 0; i < list.size(); i += 2) {
      found.put((String) list.get(i), (String) list.get(i + 1));
    }
    return found;
  }
}
