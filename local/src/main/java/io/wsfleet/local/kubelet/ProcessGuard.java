package io.wsfleet.local.kubelet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ends all processes of the fleet when this one dies, even by {@code kill -9}. A small shell reads
 * from a pipe and knows all processes: when the pipe breaks, it kills them. They are also written
 * to a file with their start times, so that the next fleet can kill what is left if the shell died
 * too. Only processes that were started here are ever killed.
 */
public final class ProcessGuard implements AutoCloseable {
  private static final String GUARD_SCRIPT =
      """
      trap '' INT HUP TERM
      all=' '
      while read -r what pid; do
        case $what in
          +) all="$all$pid " ;;
          -) case $all in *" $pid "*) all="${all%% $pid *} ${all#* $pid }" ;; esac ;;
        esac
      done
      set -- $all
      [ $# -eq 0 ] && exit 0
      kill -TERM "$@" 2>/dev/null
      sleep 2
      kill -KILL "$@" 2>/dev/null
      exit 0
      """;

  /**
   * The system computes a start time from the clock of the day, which may have been changed since.
   */
  private static final Duration MAX_CLOCK_DRIFT = Duration.ofSeconds(3);

  private final Path file;
  private final Map<Long, Instant> processes = new LinkedHashMap<>();
  private @Nullable Process guard;
  private boolean closed;

  private ProcessGuard(Path file) {
    this.file = file;
  }

  /** Opens a guard; processes of a dead fleet that the file still names are killed first. */
  public static ProcessGuard open(Path file) throws IOException {
    if (Files.exists(file)) {
      Files.readAllLines(file).forEach(ProcessGuard::killIfSameProcess);
      Files.delete(file);
    }
    return new ProcessGuard(file);
  }

  public synchronized Process start(ProcessBuilder builder) throws IOException {
    if (closed) {
      throw new IOException("the fleet is being stopped");
    }
    if (guard == null || !guard.isAlive()) {
      guard = new ProcessBuilder("/bin/sh", "-c", GUARD_SCRIPT).redirectErrorStream(true).start();
      processes.keySet().forEach(pid -> notifyGuard("+ " + pid));
    }
    Process process = builder.start();
    processes.put(process.pid(), startTime(process.toHandle()).orElse(Instant.EPOCH));
    notifyGuard("+ " + process.pid());
    savePids();
    process.onExit().thenAccept(this::unregister);
    return process;
  }

  /** Starts nothing more; remaining processes are killed when the shell sees the pipe close. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (guard != null) {
        guard.getOutputStream().close();
      }
      if (processes.isEmpty()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void unregister(Process process) {
    processes.remove(process.pid());
    notifyGuard("- " + process.pid());
    try {
      if (closed && processes.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        savePids();
      }
    } catch (IOException e) {
      // The folder is gone; then there is nobody either who would read the file.
    }
  }

  private void notifyGuard(String line) {
    if (guard == null || closed) {
      return;
    }
    try {
      OutputStream pipe = guard.getOutputStream();
      pipe.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      pipe.flush();
    } catch (IOException e) {
      // The guard was ended; the next start brings another, and it is told of all.
    }
  }

  private void savePids() throws IOException {
    List<String> lines =
        processes.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.toList());
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, lines);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void killIfSameProcess(String line) {
    String[] parts = line.split(" ");
    if (parts.length != 2) {
      return;
    }
    Instant written = Instant.parse(parts[1]);
    ProcessHandle.of(Long.parseLong(parts[0]))
        .filter(
            handle ->
                startTime(handle)
                    .filter(
                        now -> Duration.between(written, now).abs().compareTo(MAX_CLOCK_DRIFT) < 0)
                    .isPresent())
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  private static Optional<Instant> startTime(ProcessHandle handle) {
    return handle.info().startInstant();
  }
}
