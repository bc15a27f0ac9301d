package io.wsfleet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import redis.embedded.core.ExecutableProvider;

/** The redis-server of the tests: the one of {@code -Dredis.server}, else that of the library. */
public final class RedisExecutable {
  private static final Path PATH = find();

  private RedisExecutable() {}

  public static Path path() {
    return PATH;
  }

  /** Whether it was built with TLS. */
  public static boolean supportsTls() {
    try {
      Process process =
          new ProcessBuilder(PATH.toString(), "--port", "0", "--tls-port", "1")
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), UTF_8).contains("tls-cert-file");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path find() {
    String named = System.getProperty("redis.server", "");
    try {
      return named.isEmpty()
          ? ExecutableProvider.newJarResourceProvider(ExecutableProvider.newProvidedVersionsMap())
              .get()
              .toPath()
          : Path.of(named);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
