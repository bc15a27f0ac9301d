package io.wsfleet.e2e.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsfleet.e2e.run.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** {@code samples/client/client.js}, as somebody runs it in a terminal. */
public final class SampleClient implements AutoCloseable {

  private final Process process;
  private final Writer keyboard;
  private final List<String> screen = new CopyOnWriteArrayList<>();

  private SampleClient(Process process) {
    this.process = process;
    this.keyboard = process.outputWriter(UTF_8);
  }

  public static SampleClient start(String url) {
    try {
      Process process =
          new ProcessBuilder("node", "client.js", url)
              .directory(Settings.project().resolve("samples/client").toFile())
              .redirectErrorStream(true)
              .start();
      var client = new SampleClient(process);
      var reader = new Thread(client::watch, "client.js");
      reader.setDaemon(true);
      reader.start();
      return client;
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
        .until(() -> screen.stream().anyMatch(line -> line.startsWith(start)));
  }

  private void watch() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) screen.add(line);
    } catch (IOException e) {
      // The process was ended.
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
