package io.wsfleet.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MomentTest {

  private final Moment before = new Moment(100, 50, 10, 1, 5);

  @Test
  void givesOthersWhatIsNeitherServersNorGenerator() {
    Spent spent = new Moment(102, 53, 11, 1.25, 5.5).since(before, 2);
    assertEquals(2, spent.seconds());
    assertEquals(1.25, spent.servers());
    assertEquals(0.5, spent.generator());
    assertEquals(1.25 / 4, spent.foreign());
  }

  @Test
  void neverFindsLessThanNothing() {
    // Ticks of processes and of the machine are not counted at the same instant.
    assertEquals(0, new Moment(102, 51, 11, 1.25, 5.5).since(before, 2).foreign());
  }
}
