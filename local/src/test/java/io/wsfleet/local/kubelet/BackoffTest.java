package io.wsfleet.local.kubelet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void startsAgainAtOnceAndThenWaitsTwiceAsLongEachTime() {
    List<Long> pauses = new ArrayList<>();
    Backoff backoff = null;
    for (int i = 0; i < 9; i++) {
      backoff = Backoff.after(backoff, Duration.ofSeconds(1));
      pauses.add(backoff.pause().toSeconds());
    }
    assertEquals(List.of(0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L), pauses);
  }

  @Test
  void beginsAnewAfterAContainerThatRanForLong() {
    Backoff tired = new Backoff(Duration.ofSeconds(30));
    assertEquals(Backoff.NONE, Backoff.after(tired, Duration.ofMinutes(1)));
  }
}
