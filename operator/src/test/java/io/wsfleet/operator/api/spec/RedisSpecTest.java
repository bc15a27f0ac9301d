package io.wsfleet.operator.api.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisSpecTest {

  @ParameterizedTest
  @CsvSource({
    ", , 1", "0, , 0", "1, , 1", "2, , 1", "3, , 2", "20, , 2", "3, 0, 0", "3, 3, 3", "2, 2, 2",
  })
  void acknowledgesByTwoOfThreeReplicasAndElseByOneUnlessToldOtherwise(
      @Nullable Integer replicas, @Nullable Integer acknowledgedBy, int acknowledging) {
    assertEquals(acknowledging, spec(replicas, acknowledgedBy).effectiveMinInSyncReplicas());
  }

  /** The API server refuses it, but not where the spec is older than the rule. */
  @ParameterizedTest
  @CsvSource({"0, 1, 0", "2, 3, 2"})
  void neverAcknowledgesByMoreReplicasThanThereAre(
      int replicas, int acknowledgedBy, int acknowledging) {
    assertEquals(acknowledging, spec(replicas, acknowledgedBy).effectiveMinInSyncReplicas());
  }

  private static RedisSpec spec(@Nullable Integer replicas, @Nullable Integer acknowledgedBy) {
    return new RedisSpec(replicas, acknowledgedBy, null, null, null);
  }
}
