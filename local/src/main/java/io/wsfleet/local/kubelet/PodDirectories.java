package io.wsfleet.local.kubelet;

import io.wsfleet.local.model.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The directories of pods, logs and claimed volumes. */
public record PodDirectories(Path pods, Path logs, Path claims) {
  private static final long MAX_LOG_BYTES = 16L * 1024 * 1024;

  Path of(Resource pod) {
    return pods.resolve(pod.namespace() + "_" + pod.name());
  }

  Path log(Resource pod, String container) {
    return log(pod.namespace(), pod.name(), container, false);
  }

  public Path log(String namespace, String pod, String container, boolean previous) {
    String name = namespace + "_" + pod + "_" + container;
    return logs.resolve(name + (previous ? ".previous.log" : ".log"));
  }

  /** Renames the log of the last run and returns the file for a new one. */
  static void rotateLog(Path log) throws IOException {
    if (Files.exists(log)) {
      Files.move(log, previous(log), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createFile(log);
  }

  /** Renames a log above the limit to the previous log; its process continues to write to it. */
  void rotateLongLogs() {
    try {
      for (Path log : files(logs)) {
        if (Files.size(log) > MAX_LOG_BYTES && !log.toString().endsWith(".previous.log")) {
          Files.copy(log, previous(log), StandardCopyOption.REPLACE_EXISTING);
          FileChannel.open(log, StandardOpenOption.WRITE).truncate(0).close();
        }
      }
    } catch (IOException e) {
      // A log that went meanwhile; the others are looked at the next time.
    }
  }

  /** Deletes the volumes of claims that are there no longer. */
  void deleteUnclaimedVolumes(Set<String> volumes) {
    try {
      if (Files.exists(claims)) {
        for (Path volume : files(claims)) {
          if (!volumes.contains(volume.getFileName().toString())) {
            deleteAll(volume);
          }
        }
      }
    } catch (IOException e) {
      // A process that is being killed still writes there; the next look deletes the rest.
    }
  }

  void delete(Resource pod) {
    try {
      deleteAll(of(pod));
      String prefix = pod.namespace() + "_" + pod.name() + "_";
      for (Path log : files(logs)) {
        if (log.getFileName().toString().startsWith(prefix)) {
          Files.deleteIfExists(log);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder with all that is in it. */
  public static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static Path previous(Path log) {
    String name = log.getFileName().toString();
    return log.resolveSibling(name.substring(0, name.length() - ".log".length()) + ".previous.log");
  }
}
