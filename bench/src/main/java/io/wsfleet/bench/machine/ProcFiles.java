package io.wsfleet.bench.machine;

import java.util.List;
import java.util.regex.Pattern;

/** Parses the accounting files of the kernel. Times are in ticks. */
final class ProcFiles {

  /** Of USER_HZ, which is 100 on every Linux that Java runs on. */
  static final double SECONDS_PER_TICK = 0.01;

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final List<Integer> IDLE = List.of(3, 4);
  private static final int STEAL = 7;

  private ProcFiles() {}

  /** From {@code /proc/<pid>/stat}: utime and stime. The name in it may contain anything. */
  static long processTicks(String stat) {
    String[] fields = BLANKS.split(stat.substring(stat.lastIndexOf(')') + 2).strip());
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  /** From {@code /proc/stat}: everything but idle and waiting for a disk, time stolen included. */
  static long busyTicks(String stat) {
    String[] fields = BLANKS.split(line(stat, "cpu ").substring("cpu".length()).strip());
    long busy = 0;
    for (int field = 0; field <= STEAL && field < fields.length; field++) {
      busy += IDLE.contains(field) ? 0 : Long.parseLong(fields[field]);
    }
    return busy;
  }

  /** From {@code /proc/<pid>/smaps_rollup}: the proportional set size in bytes. */
  static long pss(String rollup) {
    String[] fields = BLANKS.split(line(rollup, "Pss:"));
    return Long.parseLong(fields[1]) * 1024;
  }

  /** From {@code jcmd GC.class_histogram}: bytes of all live objects on the heap. */
  static long heap(String histogram) {
    String[] fields = BLANKS.split(line(histogram, "Total").strip());
    return Long.parseLong(fields[2]);
  }

  /** From {@code /proc/cpuinfo}; not every kind of processor has a name there. */
  static String processor(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  /** From {@code /proc/meminfo}. */
  static long memoryMegabytes(String meminfo) {
    return Long.parseLong(BLANKS.split(line(meminfo, "MemTotal:"))[1]) / 1024;
  }

  private static String line(String text, String start) {
    return text.lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no line " + start));
  }
}
