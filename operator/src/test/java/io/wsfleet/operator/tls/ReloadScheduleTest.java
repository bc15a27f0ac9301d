package io.wsfleet.operator.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.tls.ReloadSchedule.ReloadState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReloadScheduleTest {

  private static final Instant CHANGED = Instant.parse("2026-11-26T12:00:00Z");
  private static final ReloadSchedule RENEWAL = ReloadSchedule.DEFAULT;

  @Test
  void aRedisWithAnotherCertificateReadsItsFilesAtOnceAndEveryFiveSeconds() {
    assertTrue(RENEWAL.isReloadDue(new ReloadState(false, CHANGED, null), CHANGED));
    assertFalse(RENEWAL.isReloadDue(new ReloadState(false, CHANGED, after(10)), after(14)));
    assertTrue(RENEWAL.isReloadDue(new ReloadState(false, CHANGED, after(10)), after(15)));
  }

  @Test
  void aRedisThatNeverServesItReadsItsFilesForever() {
    assertTrue(RENEWAL.isReloadDue(new ReloadState(false, CHANGED, after(9990)), after(10_000)));
  }

  @Test
  void readsTheFilesAFewMoreTimesUntilTheKubeletMustHaveUpdatedThem() {
    int told = 0;
    Instant last = null;
    for (int second = 0; second < 3600; second += 5) {
      if (RENEWAL.isReloadDue(new ReloadState(true, CHANGED, last), after(second))) {
        told++;
        last = after(second);
      }
    }
    assertEquals(6, told);
    assertEquals(after(150), last);
  }

  @Test
  void isOverdueWhenTheKubeletCannotBeTheReason() {
    assertFalse(RENEWAL.isOverdue(new ReloadState(false, CHANGED, after(290)), after(299)));
    assertTrue(RENEWAL.isOverdue(new ReloadState(false, CHANGED, after(295)), after(300)));
    assertFalse(RENEWAL.isOverdue(new ReloadState(true, CHANGED, after(295)), after(300)));
  }

  private static Instant after(int seconds) {
    return CHANGED.plusSeconds(seconds);
  }
}
