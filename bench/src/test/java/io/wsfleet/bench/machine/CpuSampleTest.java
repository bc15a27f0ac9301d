package io.wsfleet.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CpuSampleTest {

  private final CpuSample before = new CpuSample(100, 50, 10, 1, 5);

  @Test
  void givesOthersWhatIsNeitherServersNorGenerator() {
    CpuUsage cpuUsage = new CpuSample(102, 53, 11, 1.25, 5.5).since(before, 2);
    assertEquals(2, cpuUsage.seconds());
    assertEquals(1.25, cpuUsage.servers());
    assertEquals(0.5, cpuUsage.generator());
    assertEquals(1.25 / 4, cpuUsage.foreign());
  }

  @Test
  void neverFindsLessThanNothing() {
    // Ticks of processes and of the machine are not counted at the same instant.
    assertEquals(0, new CpuSample(102, 51, 11, 1.25, 5.5).since(before, 2).foreign());
  }
}
