package io.wsfleet.e2e.process;

import io.wsfleet.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import redis.embedded.RedisServer;

/** A real redis-server on a port of its own, which can be stopped and started again, empty. */
public final class RedisProcess implements AutoCloseable {

  private static final String PASSWORD = "s3cret";

  private final int port;
  private final Path passwordFile;
  private RedisServer server;

  private RedisProcess() {
    this.port = FreePorts.free();
    try {
      this.passwordFile = Files.createTempFile("wsfleet-redis-", ".password");
      Files.writeString(passwordFile, PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.server = run();
  }

  public static RedisProcess start() {
    return new RedisProcess();
  }

  /** How the others reach it. */
  public RedisEndpoint endpoint() {
    return new RedisEndpoint("127.0.0.1", port, PASSWORD);
  }

  /** What tells a gateway to use it, with more settings of the gateway's own. */
  public Map<String, String> settings(Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.put("WSFLEET_REDIS_MASTER", "127.0.0.1:" + port);
    settings.put("WSFLEET_REDIS_PASSWORD_FILE", passwordFile.toString());
    return settings;
  }

  public void stop() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void restart() {
    server = run();
  }

  @Override
  public void close() {
    stop();
    try {
      Files.deleteIfExists(passwordFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RedisServer run() {
    try {
      RedisServer redis =
          RedisServer.newRedisServer()
              .bind("127.0.0.1")
              .port(port)
              .setting("requirepass " + PASSWORD)
              .setting("save \"\"")
              .build();
      redis.start();
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
