package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReportedConnectionsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ReportedConnections HUNDRED =
      new ReportedConnections(100, NOW.minusSeconds(59).toString());

  @Test
  void aSmallChangeWaitsForTheMinute() {
    assertEquals(HUNDRED, HUNDRED.next(109, NOW));
    assertEquals(Duration.ofSeconds(1), HUNDRED.wait(109, NOW));
    var later = NOW.plusSeconds(1);
    assertEquals(new ReportedConnections(109, later.toString()), HUNDRED.next(109, later));
  }

  @Test
  void aTenthIsWrittenAtOnce() {
    assertEquals(new ReportedConnections(110, NOW.toString()), HUNDRED.next(110, NOW));
    assertEquals(new ReportedConnections(90, NOW.toString()), HUNDRED.next(90, NOW));
  }

  @Test
  void anUnchangedNumberIsNotWrittenAgain() {
    assertEquals(HUNDRED, HUNDRED.next(100, NOW.plusSeconds(3600)));
    assertNull(HUNDRED.wait(100, NOW));
  }

  @Test
  void theFirstAndAnUnknownNumberAreWrittenAtOnce() {
    var none = new ReportedConnections(null, null);
    assertEquals(new ReportedConnections(0, NOW.toString()), none.next(0, NOW));
    assertEquals(none, HUNDRED.next(null, NOW));
    var zero = new ReportedConnections(0, NOW.toString());
    assertEquals(1, zero.next(1, NOW).count());
  }

  /** 1,000 connections that come and go by a few in each poll. */
  @Test
  void connectionsThatComeAndGoAreWrittenOnceAMinute() {
    var reported = new ReportedConnections(1000, NOW.toString());
    int writes = 0;
    for (int poll = 1; poll <= 60; poll++) {
      var next = reported.next(1000 + poll % 7 * 10 - 30, NOW.plusSeconds(10L * poll));
      if (!next.equals(reported)) {
        writes++;
      }
      reported = next;
    }
    assertTrue(writes <= 10, writes + " writes in ten minutes");
  }
}
