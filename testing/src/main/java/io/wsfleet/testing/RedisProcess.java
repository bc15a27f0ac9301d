package io.wsfleet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsfleet.testing.TestCertificateAuthority.IssuedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real redis-server as a process. It keeps its address and its port when it is started again, and
 * has lost its data then, unless its arguments say otherwise.
 */
public final class RedisProcess implements AutoCloseable {
  public static final String PASSWORD = "s3cret";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
  private static final int CLIENT_TIMEOUT_MILLIS = 5000;

  private final String address;
  private final int port;
  final boolean hasTls;
  final boolean isDetached;
  final @Nullable RedisProcess master;
  private final Path directory;
  private volatile String configuration;
  private volatile List<String> arguments;
  private volatile String password;
  private @Nullable Process process;

  RedisProcess(RedisProcessBuilder builder) throws IOException {
    this.address = builder.address;
    this.port = builder.port > 0 ? builder.port : FreePorts.free(address);
    this.hasTls = builder.issued != null;
    this.isDetached = builder.isDetached;
    this.master = builder.master;
    this.arguments = builder.arguments;
    this.password = builder.password;
    this.configuration =
        password.isEmpty() ? "" : "requirepass %1$s%nmasterauth %1$s%n".formatted(password);
    this.directory = Files.createTempDirectory("wsfleet-redis-");
    Files.writeString(file("password"), password);
    if (builder.issued != null) {
      writeTlsFiles(builder.issued, builder.authorities);
    }
  }

  /** Starts one with a password at a free port of 127.0.0.1. */
  public static RedisProcess startMaster() {
    return builder().build();
  }

  /** Starts several, each at its own address and all at one port, as pods have them. */
  public static List<RedisProcess> startDetached(int count) {
    return builder().detached().buildAll(count);
  }

  /** The same with TLS and a certificate for the name {@code redis}. */
  public static List<RedisProcess> startDetachedWithTls(
      int count, TestCertificateAuthority authority) {
    return builder().detached().tls(authority.issue("redis"), authority.pem()).buildAll(count);
  }

  public static RedisProcessBuilder builder() {
    return new RedisProcessBuilder();
  }

  public String address() {
    return address;
  }

  public int port() {
    return port;
  }

  /** A file of its directory: {@code tls.crt}, {@code tls.key}, {@code ca.crt}, {@code log}. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** The text of redis.conf at the next start, beside the settings that every start has. */
  public String configuration() {
    return configuration;
  }

  List<String> arguments() {
    return arguments;
  }

  public void setConfiguration(String text) {
    configuration = text;
  }

  /** The arguments at the next start, beside those that every start has. */
  public void setArguments(String... values) {
    arguments = List.of(values);
  }

  /** The password with which {@link #client} connects. */
  public void setPassword(String value) {
    password = value;
  }

  /** Replaces the certificate as a kubelet does: the server does not notice. */
  public void writeTlsFiles(IssuedCertificate certificate, String authorities) {
    try {
      Files.writeString(file("tls.crt"), certificate.certificatePem());
      Files.writeString(file("tls.key"), certificate.keyPem());
      Files.writeString(file("ca.crt"), authorities);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The environment of a gateway that uses this server, with more variables. */
  public Map<String, String> gatewayEnvironment(Map<String, String> more) {
    var environment = new TreeMap<>(more);
    environment.put("WSFLEET_REDIS_MASTER", address + ":" + port);
    if (!password.isEmpty()) {
      environment.put("WSFLEET_REDIS_PASSWORD_FILE", file("password").toString());
    }
    return environment;
  }

  /** Starts it again at its address and port, and waits until it answers. */
  public void restart() {
    try {
      Files.writeString(file("redis.conf"), configuration);
      process =
          new ProcessBuilder(RedisCommandLine.of(this))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(file("log").toFile())
              .start();
      awaitAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (master != null) {
      Awaitility.await("the replica follows its master").until(this::followsItsMaster);
    }
  }

  private void awaitAnswer() throws IOException {
    long end = System.nanoTime() + START_TIMEOUT.toNanos();
    while (true) {
      try (var client = client()) {
        client.command("PING");
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw new IOException("Redis did not start: " + Files.readString(file("log")), e);
        }
        Waits.pause(5);
      }
    }
  }

  // A replica serves subscribers before it has its master's messages for them, and the master
  // holds those back until the replica has first reported its offset, which may take a second.
  private boolean followsItsMaster() {
    return Objects.requireNonNull(master)
        .pipeline("SET told 1", "WAIT 1 2000", "DEL told")
        .startsWith("+OK\r\n:1\r\n");
  }

  /** Ends it in order, as by SIGTERM. */
  public void stop() {
    Process running = running();
    running.destroy();
    awaitEnd(running);
  }

  /** Ends it at once, as by kill -9. */
  public void kill() {
    Process running = running();
    running.destroyForcibly();
    awaitEnd(running);
  }

  /** It keeps its connections and answers nothing until {@link #resume}. */
  public void suspend() {
    signal("STOP");
  }

  public void resume() {
    signal("CONT");
  }

  private Process running() {
    return Objects.requireNonNull(process);
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(running().pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitEnd(Process ending) {
    try {
      if (!ending.waitFor(20, TimeUnit.SECONDS)) {
        ending.destroyForcibly();
        throw new AssertionError("Redis does not end");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public RedisTestClient client() throws IOException {
    return client(CLIENT_TIMEOUT_MILLIS);
  }

  public RedisTestClient client(int timeoutMillis) throws IOException {
    return new RedisTestClient(address, port, timeoutMillis, hasTls, password);
  }

  public boolean acceptsPassword(String other) {
    try (var client = new RedisTestClient(address, port, CLIENT_TIMEOUT_MILLIS, hasTls, other)) {
      return "PONG".equals(client.command("PING"));
    } catch (RedisErrorReply e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The reply to a command; an error reply is thrown. */
  public @Nullable Object command(String... words) {
    try (var client = client()) {
      return client.command(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The reply to a command in the bytes of the protocol, an error reply too. */
  public String rawCommand(String... words) {
    return exchange(new String(RedisTestClient.encode(words), UTF_8));
  }

  /** The replies to inline commands in the bytes of the protocol. */
  public String pipeline(String... commands) {
    return exchange(String.join("\r\n", commands) + "\r\n");
  }

  private String exchange(String request) {
    try (var client = client()) {
      return client.exchange((request + "QUIT\r\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of a field of INFO; empty if there is none. */
  public String info(String field) {
    Matcher line =
        Pattern.compile("(?m)^" + Pattern.quote(field) + ":(.*?)\\r?$").matcher(rawCommand("INFO"));
    return line.find() ? line.group(1) : "";
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (DirectoryNotEmptyException e) {
      return; // A child of the server that writes a snapshot survives it for a moment.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
