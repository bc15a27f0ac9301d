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
 * Sees to it that no process stays when this one dies, even by {@code kill -9}. A small shell holds
 * the other end of a pipe and knows all processes: when the pipe breaks it ends them. They are also
 * written to a file, with the time of their start, so that the next fleet can clear what is left if
 * the shell died too. Only processes that were started here are ever ended.
 */
public final class Leash implements AutoCloseable {
  private static final String GUARD =
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

  /** The system gives a start by the clock of the day, which may have been set since. */
  private static final Duration CLOCK_STEP = Duration.ofSeconds(3);

  private final Path file;
  private final Map<Long, Instant> held = new LinkedHashMap<>();
  private @Nullable Process guard;
  private boolean closed;

  private Leash(Path file) {
    this.file = file;
  }

  /** A new leash; what the file still names from a fleet that died is ended first. */
  public static Leash at(Path file) throws IOException {
    if (Files.exists(file)) {
      Files.readAllLines(file).forEach(Leash::endIfItIsStillTheSame);
      Files.delete(file);
    }
    return new Leash(file);
  }

  public synchronized Process start(ProcessBuilder builder) throws IOException {
    if (closed) {
      throw new IOException("the fleet is being stopped");
    }
    if (guard == null || !guard.isAlive()) {
      guard = new ProcessBuilder("/bin/sh", "-c", GUARD).redirectErrorStream(true).start();
      held.keySet().forEach(pid -> tell("+ " + pid));
    }
    Process process = builder.start();
    held.put(process.pid(), startOf(process.toHandle()).orElse(Instant.EPOCH));
    tell("+ " + process.pid());
    write();
    process.onExit().thenAccept(this::letGo);
    return process;
  }

  /**
   * Nothing more is started; the processes that are left end when the guard sees the pipe close.
   */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (guard != null) {
        guard.getOutputStream().close();
      }
      if (held.isEmpty()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void letGo(Process process) {
    held.remove(process.pid());
    tell("- " + process.pid());
    try {
      if (closed && held.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        write();
      }
    } catch (IOException e) {
      // The folder is gone; then there is nobody either who would read the file.
    }
  }

  private void tell(String line) {
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

  private void write() throws IOException {
    List<String> lines =
        held.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.toList());
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, lines);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void endIfItIsStillTheSame(String line) {
    String[] parts = line.split(" ");
    if (parts.length != 2) {
      return;
    }
    Instant written = Instant.parse(parts[1]);
    ProcessHandle.of(Long.parseLong(parts[0]))
        .filter(
            handle ->
                startOf(handle)
                    .filter(now -> Duration.between(written, now).abs().compareTo(CLOCK_STEP) < 0)
                    .isPresent())
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  private static Optional<Instant> startOf(ProcessHandle handle) {
    return handle.info().startInstant();
  }
}
