package io.wsfleet.e2e.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Reads the output of a program line by line. */
public final class ProcessOutput {

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private ProcessOutput(Process process) {
    this.process = process;
  }

  /** Reads along for as long as the program runs. */
  public static ProcessOutput of(Process process, String name) {
    var processOutput = new ProcessOutput(process);
    var reader = new Thread(processOutput::read, name);
    reader.setDaemon(true);
    reader.start();
    return processOutput;
  }

  public boolean has(Predicate<String> wanted) {
    return lines.stream().anyMatch(wanted);
  }

  @Override
  public String toString() {
    return lines.toString();
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) lines.add(line);
    } catch (IOException e) {
      // The process was ended.
    }
  }
}
