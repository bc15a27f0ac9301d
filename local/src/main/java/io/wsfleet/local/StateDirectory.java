package io.wsfleet.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.kubelet.PodDirectories;
import io.wsfleet.local.model.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The directory of one local fleet. The process that holds the lock in it owns the fleet. */
record StateDirectory(Path folder) {

  Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  Path logs() {
    return folder.resolve("logs");
  }

  Path pids() {
    return folder.resolve("processes");
  }

  Path status() {
    return folder.resolve("status");
  }

  Path apiToken() {
    return folder.resolve("api-token");
  }

  PodDirectories folders() {
    return new PodDirectories(folder.resolve("pods"), logs(), folder.resolve("claims"));
  }

  /** Locks the directory and deletes what an earlier fleet left in it. */
  FileLock acquire() throws IOException, StartupException {
    FileLock lock = openLock();
    if (lock == null) {
      throw new StartupException(
          "a fleet is already up in %s%s; end it with ./wsfleet down, or have this one elsewhere with WSFLEET_STATE=<folder>"
              .formatted(folder, lockHolder().map(h -> " (process " + h.pid() + ")").orElse("")));
    }
    clear();
    PodDirectories.deleteAll(logs());
    Files.createDirectories(logs());
    ProcessHandle self = ProcessHandle.current();
    ObjectNode holder = Json.object().put("pid", self.pid()).put("started", started(self));
    Files.write(folder.resolve("holder"), Json.bytes(holder));
    return lock;
  }

  private @Nullable FileLock openLock() throws StartupException {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return lock();
    } catch (IOException e) {
      throw new StartupException(
          ("cannot write to %s (%s); set WSFLEET_STATE to a folder that you can write,"
                  + " for example WSFLEET_STATE=$HOME/.wsfleet")
              .formatted(folder, e.getClass().getSimpleName().replace("Exception", "")));
    }
  }

  /** Deletes the files that are useful only while the fleet runs; the logs stay. */
  void clear() throws IOException {
    Files.deleteIfExists(kubeconfig());
    Files.deleteIfExists(status());
    Files.deleteIfExists(apiToken());
    PodDirectories.deleteAll(folder.resolve("pods"));
    PodDirectories.deleteAll(folder.resolve("claims"));
  }

  /** The process that runs the fleet of this directory, if there is one. */
  Optional<ProcessHandle> runningProcess() throws IOException {
    if (!Files.exists(folder.resolve("lock"))) {
      return Optional.empty();
    }
    FileLock lock = lock();
    if (lock != null) {
      lock.channel().close();
      return Optional.empty();
    }
    return lockHolder();
  }

  private @Nullable FileLock lock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process, as in a test.
    }
    if (lock == null) {
      channel.close();
    }
    return lock;
  }

  private Optional<ProcessHandle> lockHolder() throws IOException {
    Path file = folder.resolve("holder");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var holder = Json.parse(Files.readAllBytes(file));
    return ProcessHandle.of(holder.path("pid").asLong())
        .filter(process -> isClose(started(process), holder.path("started").asText()));
  }

  private static boolean isClose(String one, String other) {
    return !one.isEmpty()
        && !other.isEmpty()
        && Duration.between(Instant.parse(one), Instant.parse(other)).abs().toSeconds() < 3;
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }
}
