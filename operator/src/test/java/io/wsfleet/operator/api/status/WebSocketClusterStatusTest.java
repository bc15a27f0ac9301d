package io.wsfleet.operator.api.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Two field managers write it, each its own part: whatever else one sends it would overwrite. */
class WebSocketClusterStatusTest {

  private static final RedisStatus REDIS =
      RedisStatus.builder()
          .term(1)
          .phase(RedisPhase.Serving, Instant.EPOCH)
          .master(new RedisMember("a", "run"))
          .build();

  private static final WebSocketClusterStatus WHOLE =
      new WebSocketClusterStatus(
          1L,
          0,
          "selects",
          "0/0",
          "2/2",
          0,
          "2026-01-01T00:00:00Z",
          "http://a",
          "revision",
          REDIS,
          List.of(new Condition("Ready", "True", "Serving", "Yes.", 1L, "2026-01-01T00:00:00Z")));

  @Test
  void theRecordOfRedisIsSentAlone() {
    assertEquals(Set.of("redis"), fields(WebSocketClusterStatus.ofRedis(REDIS)));
  }

  @Test
  void theRestIsSentWithoutTheRecord() {
    var fields = fields(WHOLE);
    fields.remove("redis");
    assertEquals(fields, fields(WHOLE.withoutRedis()));
    assertEquals(10, fields.size());
  }

  private static Set<String> fields(WebSocketClusterStatus status) {
    var fields = new TreeSet<String>();
    new ObjectMapper().valueToTree(status).fieldNames().forEachRemaining(fields::add);
    return fields;
  }
}
