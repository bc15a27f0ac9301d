package io.wsfleet.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The redis-server that a fleet runs: the one of the PATH if it is new enough, otherwise the
 * included one.
 */
record RedisExecutable(Path program, String version, boolean installed) {
  private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)(\\.\\d+)?");

  private static final Map<String, String> BUNDLED_FILES =
      Map.of(
          "linux amd64", "redis-server-7.0.15-linux-amd64",
          "linux x86_64", "redis-server-7.0.15-linux-amd64",
          "linux aarch64", "redis-server-7.0.15-linux-arm64",
          "linux i386", "redis-server-7.0.15-linux-386");

  /** The included program is unpacked to the first of the folders that can be written. */
  static RedisExecutable find(String path, List<Path> unpackTo) throws StartupException {
    return Stream.of(path.split(":"))
        .map(folder -> Path.of(folder).resolve("redis-server"))
        .filter(Files::isExecutable)
        .findFirst()
        .flatMap(program -> ifSupported(program, true))
        .or(
            () ->
                unpackTo.stream()
                    .flatMap(folder -> extracted(folder).stream())
                    .findFirst()
                    .flatMap(program -> ifSupported(program, false)))
        .orElseThrow(
            () ->
                new StartupException(
                    "there is no redis-server 6.2 or newer on the PATH, and the included one"
                        + " does not run on this system; install Redis"));
  }

  private static Optional<RedisExecutable> ifSupported(Path program, boolean installed) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      Matcher version = VERSION.matcher(said);
      if (!version.find()) {
        return Optional.empty();
      }
      int major = Integer.parseInt(version.group(1));
      boolean enough = major > 6 || (major == 6 && Integer.parseInt(version.group(2)) >= 2);
      return enough
          ? Optional.of(new RedisExecutable(program, version.group().substring(2), installed))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<Path> extracted(Path folder) {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    String resource = BUNDLED_FILES.get(system.toLowerCase(Locale.ROOT));
    if (resource == null) {
      return Optional.empty();
    }
    Path program = folder.resolve(resource);
    if (Files.isExecutable(program)) {
      return Optional.of(program);
    }
    try (InputStream in = RedisExecutable.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        return Optional.empty();
      }
      Files.createDirectories(folder);
      Path half = Files.createTempFile(folder, resource, ".half");
      Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
      if (!half.toFile().setExecutable(true)) {
        return Optional.empty();
      }
      Files.move(half, program, StandardCopyOption.ATOMIC_MOVE);
      return Optional.of(program);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
