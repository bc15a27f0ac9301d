package io.wsfleet.local.kubelet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {

  @Test
  void startsAgainAtOnceAndThenWaitsTwiceAsLongEachTime() {
    List<Long> pauses = new ArrayList<>();
    RestartBackoff restartBackoff = null;
    for (int i = 0; i < 9; i++) {
      restartBackoff = RestartBackoff.after(restartBackoff, Duration.ofSeconds(1));
      pauses.add(restartBackoff.pause().toSeconds());
    }
    assertEquals(List.of(0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L), pauses);
  }

  @Test
  void beginsAnewAfterAContainerThatRanForLong() {
    RestartBackoff tired = new RestartBackoff(Duration.ofSeconds(30));
    assertEquals(RestartBackoff.NONE, RestartBackoff.after(tired, Duration.ofMinutes(1)));
  }
}
