package io.wsfleet.operator.api.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisSpecTest {

  @ParameterizedTest
  @CsvSource({
    ", , 1", "0, , 0", "1, , 1", "2, , 1", "3, , 2", "20, , 2", "3, 0, 0", "3, 3, 3", "2, 2, 2",
  })
  void requiresTwoOfThreeReplicasAndOtherwiseOneUnlessTheSpecSaysOtherwise(
      @Nullable Integer replicas, @Nullable Integer minInSyncReplicas, int expected) {
    assertEquals(expected, spec(replicas, minInSyncReplicas).effectiveMinInSyncReplicas());
  }

  /** With one, senders wait whenever it is replaced. */
  @Test
  void hasTwoReplicasUnlessTheSpecSaysOtherwise() {
    assertEquals(2, RedisSpec.DEFAULT.replicas());
    assertEquals(1, RedisSpec.DEFAULT.effectiveMinInSyncReplicas());
  }

  /** The API server refuses it, but not where the spec is older than the rule. */
  @ParameterizedTest
  @CsvSource({"0, 1, 0", "2, 3, 2"})
  void neverRequiresMoreReplicasThanTheSpecHas(int replicas, int minInSyncReplicas, int expected) {
    assertEquals(expected, spec(replicas, minInSyncReplicas).effectiveMinInSyncReplicas());
  }

  /** The API server refuses it in a changed resource; an unchanged one keeps its number. */
  @Test
  void readsTheFormerNameOfMinInSyncReplicas() throws Exception {
    var stored =
        new ObjectMapper().readValue("{\"replicas\":3,\"acknowledgedBy\":1}", RedisSpec.class);
    assertEquals(1, stored.minInSyncReplicas());
    assertEquals(1, stored.effectiveMinInSyncReplicas());
  }

  private static RedisSpec spec(@Nullable Integer replicas, @Nullable Integer minInSyncReplicas) {
    return new RedisSpec(replicas, minInSyncReplicas, null, null, null);
  }
}
