package io.wsfleet.operator.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.wsfleet.operator.ExampleClusters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisClaimTest {

  @Test
  void theClaimIsThatOfTheSpec() {
    var cluster =
        ExampleClusters.chat(
            "redis: {persistence: {claim: {storageClassName: fast, size: 5Gi, selector: {a: b},"
                + " accessModes: [ReadWriteOncePod]}}}");
    var spec = ExampleRedis.find(cluster, PersistentVolumeClaim.class, "chat-redis-data").getSpec();
    assertEquals("fast", spec.getStorageClassName());
    assertEquals(List.of("ReadWriteOncePod"), spec.getAccessModes());
    assertEquals("5Gi", spec.getResources().getRequests().get("storage").toString());
    assertEquals(Map.of("a", "b"), spec.getSelector().getMatchLabels());
  }
}
