package io.wsfleet.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ProcFilesTest {

  @Test
  void addsTheTimesOfAProcessWhateverItsName() {
    String stat =
        "4711 (a) b (c)) S 1 2 3 0 -1 4194560 900 0 1 0 120 34 0 0 20 0 17 0 9 1 2 18446744073709551615\n";
    assertEquals(154, ProcFiles.processTicks(stat));
  }

  @Test
  void countsTheMachineBusyForAllButIdleAndWaiting() {
    String stat = "cpu  10 20 30 4000 500 6 7 8 9 9\ncpu0 1 2 3 4 5 6 7 8 9 9\nintr 5\n";
    assertEquals(81, ProcFiles.busyTicks(stat));
  }

  @Test
  void readsProportionalMemory() {
    String rollup = "00400000-7fff rollup\nRss:   200 kB\nPss:   150 kB\nPss_Dirty: 9 kB\n";
    assertEquals(150 * 1024, ProcFiles.pss(rollup));
  }

  @Test
  void readsWhatLivesOnAHeap() {
    String histogram =
        "4711:\n num  #instances  #bytes  class name (module)\n   1:  10  800  [B (java.base@17)\n"
            + "Total          1234         98765\n";
    assertEquals(98765, ProcFiles.heap(histogram));
  }

  @Test
  void namesTheMachine() {
    assertEquals(
        "Some CPU @ 2 GHz", ProcFiles.processor("vendor: x\nmodel name\t: Some CPU @ 2 GHz\n"));
    assertEquals("unknown", ProcFiles.processor("CPU architecture: 8\n"));
    assertEquals(24_105, ProcFiles.memoryMegabytes("MemTotal:       24683744 kB\nMemFree: 1 kB\n"));
  }

  @Test
  void saysWhatIsMissing() {
    var e = assertThrows(IllegalArgumentException.class, () -> ProcFiles.pss("Rss: 1 kB\n"));
    assertEquals("there is no line Pss:", e.getMessage());
  }
}
