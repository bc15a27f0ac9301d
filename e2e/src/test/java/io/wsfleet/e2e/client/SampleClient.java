package io.wsfleet.e2e.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsfleet.e2e.process.ProcessOutput;
import io.wsfleet.e2e.run.E2eSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Runs {@code samples/client/client.js}. */
public final class SampleClient implements AutoCloseable {

  private final Process process;
  private final Writer keyboard;
  private final ProcessOutput screen;

  private SampleClient(Process process) {
    this.process = process;
    this.keyboard = process.outputWriter(UTF_8);
    this.screen = ProcessOutput.of(process, "client.js");
  }

  public static SampleClient start(String url) {
    try {
      Process process =
          new ProcessBuilder("node", "client.js", url)
              .directory(E2eSettings.project().resolve("samples/client").toFile())
              .redirectErrorStream(true)
              .start();
      return new SampleClient(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void type(String line) {
    try {
      keyboard.write(line + "\n");
      keyboard.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("client.js is gone; it said " + screen, e);
    }
  }

  /** Waits for a line that begins so; an announcement may take half a minute. */
  public void awaitLine(String start) {
    Awaitility.await("client.js prints " + start)
        .atMost(Duration.ofSeconds(45))
        .until(() -> screen.has(line -> line.startsWith(start)));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
