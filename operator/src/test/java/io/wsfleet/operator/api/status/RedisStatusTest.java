package io.wsfleet.operator.api.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.operator.api.spec.Fsync;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisStatusTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

  private static final RedisMember FIRST = new RedisMember("a", "run-a");
  private static final RedisMember SECOND = new RedisMember("b", "run-b");
  private static final RedisMember GONE = new RedisMember("c", "run-c", 70L);

  private static final RedisStatus FULL =
      new RedisStatus(
          7L,
          RedisPhase.Promoting,
          "a",
          "run-a",
          "b",
          "history-2",
          90L,
          List.of(new FormerReplicationId("history-1", 80L)),
          2,
          List.of(SECOND, GONE),
          "2025-12-31T23:59:00Z",
          "2025-12-31T23:58:00Z",
          3,
          "Something was lost.");

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    assertEquals(FULL, read(new ObjectMapper().writeValueAsString(FULL)));
    var first = FULL.electing(NOW, 1);
    assertEquals(first, read(new ObjectMapper().writeValueAsString(first)));
  }

  @Test
  void whatIsAbsentOrNullIsNothing() throws Exception {
    var nothing =
        new RedisStatus(
            0L,
            RedisPhase.Electing,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            0,
            List.of(),
            "1970-01-01T00:00:00Z",
            null,
            0,
            null);
    assertEquals(nothing, read("{}"));
    assertEquals(
        nothing,
        read(
            "{\"term\":null,\"phase\":null,\"members\":null,\"formerHistories\":null,"
                + "\"minInSyncReplicas\":null,\"since\":null,\"failovers\":null}"));
  }

  /** What the version before wrote in the middle of a hand-over, word for word. */
  private static final String FORMER_JSON =
      """
      {"term":7,"phase":"Promoting","master":"a","runId":"run-a","from":"b","history":"history-2",
       "chosenAt":90,"formerHistories":[{"id":"history-1","until":80}],"acknowledgedBy":2,
       "members":[{"pod":"b","runId":"run-b"},{"pod":"c","runId":"run-c","goneAt":70}],
       "since":"2025-12-31T23:59:00Z","failedOverAt":"2025-12-31T23:58:00Z","failovers":3,
       "lost":"Something was lost.","kept":"Always"}
      """;

  @Test
  void readsEveryValueThatTheVersionBeforeHasWritten() throws Exception {
    var expected = new RedisStatusBuilder(FULL);
    expected.durability = Fsync.Always;
    assertEquals(expected.build(), read(FORMER_JSON));
  }

  @Test
  void writesNoneOfTheFormerNames() throws Exception {
    var written = new ObjectMapper().valueToTree(read(FORMER_JSON));
    for (var former : List.of("from", "chosenAt", "acknowledgedBy", "lost", "kept")) {
      assertFalse(written.has(former), former);
    }
    assertEquals(15, written.size());
  }

  @Test
  void aMemberThatIsNotGoneSaysNothingOfIt() throws Exception {
    assertEquals(
        "{\"pod\":\"a\",\"runId\":\"run-a\"}", new ObjectMapper().writeValueAsString(FIRST));
  }

  @Test
  void electingIsTheNextTermAndKeepsWhatIsKnown() {
    var next = FULL.electing(NOW, 4);
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
  void aHandOverCanBeTakenBackInItsTerm() {
    var serving = FULL.serving(NOW).withMembers(List.of(SECOND, GONE));
    var handing = serving.handingOver(SECOND, NOW);
    assertEquals(serving.term() + 1, handing.term());
    assertEquals("b", handing.master());
    assertEquals("a", handing.handoverFrom());
    assertEquals(List.of(GONE, FIRST), handing.members());
    var back = handing.withoutHandover();
    assertEquals("a", back.master());
    assertEquals("run-a", back.runId());
    assertEquals(null, back.handoverFrom());
    assertEquals(List.of(GONE, SECOND), back.members());
    assertEquals(handing.term(), back.term());
  }

  @Test
  void anotherHistoryGoesOnFromWhereTheMasterWasChosen() {
    var next = FULL.withHistory("history-3");
    assertEquals(
        List.of(
            new FormerReplicationId("history-1", 80L), new FormerReplicationId("history-2", 90L)),
        next.formerHistories());
    assertEquals("history-3", next.history());
    assertEquals(null, next.promotedAtOffset());
  }

  private static RedisStatus read(String json) throws JsonProcessingException {
    return new ObjectMapper().readValue(json, RedisStatus.class);
  }
}
