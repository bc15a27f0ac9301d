package io.wsfleet.bench;

import io.wsfleet.bench.machine.CpuSampler;
import io.wsfleet.bench.peer.RedisExecutable;
import io.wsfleet.bench.report.Chart;
import io.wsfleet.bench.report.DocumentationPage;
import io.wsfleet.bench.report.Results;
import io.wsfleet.bench.report.ResultsJson;
import io.wsfleet.bench.report.ResultsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** The main class of {@code bench/run}, which documents its options. */
public final class Bench {

  private static final int INVALID = 1;
  private static final int USAGE = 2;

  private Bench() {}

  /** Runs the benchmark; the exit code is 1 if a message was lost. */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(System.getProperty("bench.root", ".")).toAbsolutePath().normalize();
    Options options;
    try {
      options = Options.parse(root, List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage() + "; see bench/run --help");
      System.exit(USAGE);
      return;
    }
    Results results = measure(root, options);
    System.out.print(ResultsTable.of(results) + "\n" + ResultsTable.noise(results));
    write(root, options, results);
    System.exit(results.isValid() ? 0 : INVALID);
  }

  private static Results measure(Path root, Options options) throws IOException {
    long begun = System.nanoTime();
    var benchmark =
        new Benchmark(
            root,
            options,
            line ->
                System.err.printf(
                    "%4d s  %s%n", (System.nanoTime() - begun) / 1_000_000_000, line));
    var machineInfo =
        new Results.MachineInfo(
            CpuSampler.processors(),
            CpuSampler.processor(),
            CpuSampler.memoryMegabytes(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            System.getProperty("java.runtime.version"),
            RedisExecutable.version());
    String date = LocalDate.now(Clock.systemUTC()).toString();
    return new Results(options.kind(), date, machineInfo, benchmark.run());
  }

  private static void write(Path root, Options options, Results results) throws IOException {
    if (options.json() != null) {
      Files.writeString(options.json(), ResultsJson.write(results));
    }
    if (options.svg() != null) {
      Files.writeString(options.svg(), Chart.of(results));
    }
    if (options.writeDocs()) {
      Path docs = root.resolve("docs");
      Path page = docs.resolve("performance.md");
      Files.writeString(docs.resolve("performance.json"), ResultsJson.write(results));
      Files.writeString(docs.resolve("performance.svg"), Chart.of(results));
      Files.writeString(page, DocumentationPage.withResults(Files.readString(page), results));
    }
  }
}
