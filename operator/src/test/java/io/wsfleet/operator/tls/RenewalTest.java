package io.wsfleet.operator.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.tls.Renewal.Seen;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RenewalTest {

  private static final Instant CHANGED = Instant.parse("2026-11-26T12:00:00Z");
  private static final Renewal RENEWAL = Renewal.STANDARD;

  @Test
  void aRedisThatServesAnotherCertificateIsToldAtOnceAndEachFiveSeconds() {
    assertTrue(RENEWAL.isToBeTold(new Seen(false, CHANGED, null), CHANGED));
    assertFalse(RENEWAL.isToBeTold(new Seen(false, CHANGED, after(10)), after(14)));
    assertTrue(RENEWAL.isToBeTold(new Seen(false, CHANGED, after(10)), after(15)));
  }

  @Test
  void oneThatNeverServesItIsToldForever() {
    assertTrue(RENEWAL.isToBeTold(new Seen(false, CHANGED, after(9990)), after(10_000)));
  }

  @Test
  void whatCannotBeSeenIsReadAFewTimesMoreUntilTheKubeletMustHaveBroughtIt() {
    int told = 0;
    Instant last = null;
    for (int second = 0; second < 3600; second += 5) {
      if (RENEWAL.isToBeTold(new Seen(true, CHANGED, last), after(second))) {
        told++;
        last = after(second);
      }
    }
    assertEquals(6, told);
    assertEquals(after(150), last);
  }

  @Test
  void itIsLateWhenAKubeletCannotBeTheReasonAnyMore() {
    assertFalse(RENEWAL.isLate(new Seen(false, CHANGED, after(290)), after(299)));
    assertTrue(RENEWAL.isLate(new Seen(false, CHANGED, after(295)), after(300)));
    assertFalse(RENEWAL.isLate(new Seen(true, CHANGED, after(295)), after(300)));
  }

  private static Instant after(int seconds) {
    return CHANGED.plusSeconds(seconds);
  }
}
