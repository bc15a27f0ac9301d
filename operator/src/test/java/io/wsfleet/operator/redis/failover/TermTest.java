package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.api.status.FormerReplicationId;
import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TermTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

  private static final RedisMember FIRST = new RedisMember("a", "run-a");
  private static final RedisMember SECOND = new RedisMember("b", "run-b");
  private static final RedisMember GONE = new RedisMember("c", "run-c", 70L);

  private static final RedisStatus FULL =
      RedisStatus.builder()
          .term(7)
          .phase(RedisPhase.Promoting, Instant.parse("2025-12-31T23:59:00Z"))
          .master(new RedisMember("a", "run-a"))
          .handoverFrom("b")
          .history("history-2")
          .promotedAtOffset(90L)
          .formerHistories(List.of(new FormerReplicationId("history-1", 80L)))
          .minInSyncReplicas(2)
          .members(List.of(SECOND, GONE))
          .failedOver("2025-12-31T23:58:00Z", 3)
          .dataLoss("Something was lost.")
          .build();

  @Test
  void anElectionIsTheNextTermAndKeepsTheRestOfTheRecord() {
    var next = Term.of(FULL).electing(NOW, 4).status();
    assertEquals(8, next.term());
    assertEquals(RedisPhase.Electing, next.phase());
    assertEquals("a", next.master());
    assertEquals(null, next.handoverFrom());
    assertEquals(FULL.members(), next.members());
    assertEquals(NOW.toString(), next.since());
    assertEquals(NOW.toString(), next.failedOverAt());
    assertEquals(4, next.failovers());
    assertEquals(FULL.dataLoss(), next.dataLoss());
  }

  @Test
  void aHandOverCanBeCancelledInItsTerm() {
    var serving = Term.of(FULL).serving(NOW).withMembers(List.of(SECOND, GONE)).status();
    var handing = Term.of(serving).handingOver(SECOND, NOW).status();
    assertEquals(serving.term() + 1, handing.term());
    assertEquals("b", handing.master());
    assertEquals("a", handing.handoverFrom());
    assertEquals(List.of(GONE, FIRST), handing.members());
    var back = Term.of(handing).withoutHandover().status();
    assertEquals("a", back.master());
    assertEquals("run-a", back.runId());
    assertEquals(null, back.handoverFrom());
    assertEquals(List.of(GONE, SECOND), back.members());
    assertEquals(handing.term(), back.term());
  }

  @Test
  void aNewHistoryContinuesTheFormerOneFromThePromotion() {
    var next = Term.of(FULL).withHistory("history-3").status();
    assertEquals(
        List.of(
            new FormerReplicationId("history-1", 80L), new FormerReplicationId("history-2", 90L)),
        next.formerHistories());
    assertEquals("history-3", next.history());
    assertEquals(null, next.promotedAtOffset());
  }
}
