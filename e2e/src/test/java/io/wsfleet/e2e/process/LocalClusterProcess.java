package io.wsfleet.e2e.process;

import io.wsfleet.e2e.run.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Runs {@code ./wsfleet up} in a directory, as in a terminal. */
public final class LocalClusterProcess implements AutoCloseable {

  private final Path folder;
  private final Process process;
  private final long start = System.nanoTime();
  private final ProcessOutput screen;

  private LocalClusterProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.screen = ProcessOutput.of(process, "wsfleet up");
  }

  public static LocalClusterProcess start(Path folder) {
    var builder =
        new ProcessBuilder(command()).directory(folder.toFile()).redirectErrorStream(true);
    // What the Maven that runs this test has set for itself is nothing to a build in another
    // folder.
    builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
    try {
      return new LocalClusterProcess(folder, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A shell that starts this in its background makes all processes below ignore SIGINT; a terminal
   * does not.
   */
  private static List<String> command() {
    var plain = List.of("./wsfleet", "up");
    var heard = List.of("env", "--default-signal=INT", "./wsfleet", "up");
    return Command.of("env", "--default-signal=INT", "true").tryRun(Duration.ofSeconds(5)).exit()
            == 0
        ? heard
        : plain;
  }

  /** Waits for a line with this text; returns how long it took since the start. */
  public Duration awaitLine(String text, Duration atMost) {
    try {
      Awaitility.await(text)
          .atMost(atMost)
          .until(() -> !process.isAlive() || screen.has(line -> line.contains(text)));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(text + " was not printed: " + screen, e);
    }
    if (!screen.has(line -> line.contains(text))) {
      throw new AssertionError("./wsfleet up ended before it printed " + text + ": " + screen);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Whether a log file of its processes has a line with both words. */
  public boolean logged(String one, String other) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .flatMap(LocalClusterProcess::lines)
          .anyMatch(line -> line.contains(one) && line.contains(other));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<ProcessHandle> processes() {
    return process.descendants().toList();
  }

  /** The processes of this machine with the directory in their command line. */
  public static List<String> processesOf(Path folder) {
    return ProcessHandle.allProcesses()
        .map(handle -> handle.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }

  public void interrupt(Duration atMost) {
    Command.of("kill", "-INT", Long.toString(process.pid())).run(Duration.ofSeconds(5));
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("Ctrl-C did not end it in " + atMost.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readString(file).lines();
    } catch (IOException e) {
      // It was rotated away or has half a character at its end; the next look will have it.
      return Stream.of();
    }
  }

  @Override
  public void close() {
    processes().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
