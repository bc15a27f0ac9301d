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
  void readsWhatItHasWritten() throws Exception {
    assertEquals(FULL, read(new ObjectMapper().writeValueAsString(FULL)));
    var empty = RedisStatus.builder().build();
    assertEquals(empty, read(new ObjectMapper().writeValueAsString(empty)));
  }

  @Test
  void absentAndNullFieldsHaveDefaults() throws Exception {
    var nothing = RedisStatus.builder().build();
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
    var expected = FULL.toBuilder().durability(Fsync.Always).build();
    assertEquals(expected, read(FORMER_JSON));
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
  void aPresentMemberIsWrittenWithoutGoneAt() throws Exception {
    assertEquals(
        "{\"pod\":\"a\",\"runId\":\"run-a\"}", new ObjectMapper().writeValueAsString(FIRST));
  }

  private static RedisStatus read(String json) throws JsonProcessingException {
    return new ObjectMapper().readValue(json, RedisStatus.class);
  }
}
