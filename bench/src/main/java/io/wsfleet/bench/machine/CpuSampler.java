package io.wsfleet.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads the processor time and memory of servers, Redis and this process. */
public final class CpuSampler {

  private final List<Long> nodes;
  private final long redis;

  public CpuSampler(List<Long> nodes, long redis) {
    this.nodes = List.copyOf(nodes);
    this.redis = redis;
  }

  public static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** The model name of the processors. */
  public static String processor() {
    return ProcFiles.processor(read(Path.of("/proc/cpuinfo")));
  }

  public static long memoryMegabytes() {
    return ProcFiles.memoryMegabytes(read(Path.of("/proc/meminfo")));
  }

  public CpuSample sample() {
    double spent = 0;
    for (long node : nodes) {
      spent += seconds(node);
    }
    return new CpuSample(
        System.nanoTime() / 1e9,
        ProcFiles.busyTicks(read(Path.of("/proc/stat"))) * ProcFiles.SECONDS_PER_TICK,
        spent,
        seconds(redis),
        seconds(ProcessHandle.current().pid()));
  }

  /** Memory of the nodes together, as proportional set size. */
  public long pss() {
    return nodes.stream()
        .mapToLong(node -> ProcFiles.pss(read(Path.of("/proc/" + node + "/smaps_rollup"))))
        .sum();
  }

  /**
   * Bytes of live objects on the heaps of the nodes after garbage collection; for nodes that are
   * JVMs.
   */
  public long heap() {
    return nodes.stream().mapToLong(node -> ProcFiles.heap(histogram(node))).sum();
  }

  private static double seconds(long process) {
    return ProcFiles.processTicks(read(Path.of("/proc/" + process + "/stat")))
        * ProcFiles.SECONDS_PER_TICK;
  }

  private static String histogram(long process) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Path file = Files.createTempFile("bench-histogram-", ".txt");
      try {
        Process run =
            new ProcessBuilder(jcmd, Long.toString(process), "GC.class_histogram")
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        if (!run.waitFor(30, TimeUnit.SECONDS)) {
          run.destroyForcibly();
          throw new IllegalStateException("jcmd did not answer within 30 s");
        }
        return read(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while jcmd ran", e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
