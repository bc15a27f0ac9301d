package io.wsfleet.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** The redis-server of the PATH or, if there is none, the one that a library contains. */
public final class RedisExecutable {

  private static final Path EXECUTABLE = find();

  private RedisExecutable() {}

  /** The version that it reports. */
  public static String version() {
    try {
      Process asked = new ProcessBuilder(EXECUTABLE.toString(), "--version").start();
      return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command for an empty server that stores nothing on disk. */
  static List<String> command(String host, int port) {
    return List.of(
        EXECUTABLE.toString(),
        "--bind",
        host,
        "--port",
        Integer.toString(port),
        "--save",
        "",
        "--loglevel",
        "warning",
        "--appendonly",
        "no");
  }

  private static Path find() {
    Optional<Path> own =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .map(folder -> Path.of(folder, "redis-server"))
            .filter(Files::isExecutable)
            .findFirst();
    return own.orElseGet(RedisExecutable::embedded);
  }

  private static Path embedded() {
    try {
      return ExecutableProvider.newJarResourceProvider(ExecutableProvider.newProvidedVersionsMap())
          .get()
          .toPath();
    } catch (IOException e) {
      throw new UncheckedIOException("there is no redis-server; install one", e);
    }
  }
}
