package io.wsfleet.e2e.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs another program to its end, with a timeout, and keeps its output in memory. */
public record Command(List<String> words, String input, Path folder) {

  /** The exit code and output of a program. */
  public record Result(int exit, String out, String err) {

    public String output() {
      return (out + "\n" + err).strip();
    }
  }

  public static Command of(String... words) {
    return new Command(List.of(words), "", E2eSettings.project());
  }

  public Command with(String... more) {
    return new Command(Stream.concat(words.stream(), Arrays.stream(more)).toList(), input, folder);
  }

  public Command reading(String text) {
    return new Command(words, text, folder);
  }

  public Command in(Path otherFolder) {
    return new Command(words, input, otherFolder);
  }

  /** Runs it and returns its output; a failure is an error with the output. */
  public String run(Duration atMost) {
    Result result = tryRun(atMost);
    if (result.exit() != 0) {
      throw new AssertionError(
          String.join(" ", words) + " ended with " + result.exit() + ": " + result.output());
    }
    return result.out();
  }

  /**
   * Runs it and returns any result. A program that does not exist ends with 127, one that takes too
   * long with 124.
   */
  public Result tryRun(Duration atMost) {
    Process process;
    try {
      process = new ProcessBuilder(words).directory(folder.toFile()).start();
    } catch (IOException e) {
      return new Result(127, "", String.valueOf(e.getMessage()));
    }
    var out = CompletableFuture.supplyAsync(() -> all(process.getInputStream()));
    var err = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // It ended without reading its input; its exit code tells what came of that.
    }
    try {
      boolean ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) process.destroyForcibly();
      return new Result(ended ? process.exitValue() : 124, out.join(), err.join());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + words.get(0) + " ran", e);
    }
  }

  private static String all(InputStream stream) {
    var bytes = new ByteArrayOutputStream();
    try (stream) {
      stream.transferTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(UTF_8);
  }
}
