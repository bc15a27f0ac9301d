package io.wsfleet.operator.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.wsfleet.operator.ExampleClusters;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisSecretTest {

  @Test
  void theSecretHasOnePassword() {
    var secret = RedisSecret.create(ExampleClusters.reference(), new byte[32]);
    assertEquals(List.of("password"), List.copyOf(secret.getData().keySet()));
    assertEquals(43, text(secret, "password").length());
  }

  @Test
  void anAppliedSecretHasNoData() {
    assertTrue(
        ExampleRedis.find(ExampleClusters.reference(), Secret.class, "chat-redis")
            .getData()
            .isEmpty());
    assertNull(
        ExampleRedis.find(ExampleClusters.reference(), Secret.class, "chat-redis")
            .getStringData()
            .get("password"));
  }

  /** Without its uid an apply of labels would make a deleted Secret anew, and empty. */
  @Test
  void labelsAreRestoredOnlyOnTheSecretThatWasFound() {
    assertEquals(
        "found",
        ExampleRedis.find(ExampleClusters.reference(), Secret.class, "chat-redis")
            .getMetadata()
            .getUid());
  }

  @Test
  void aPasswordIsGeneratedOnceForEachValueOfTheAnnotation() {
    var cluster = ExampleClusters.reference();
    var secret = found(RedisSecret.create(cluster, new byte[32]));
    assertTrue(RedisSecret.rotationPatch(cluster, secret, new byte[32]).isEmpty());
    cluster.getMetadata().setAnnotations(Map.of("wsfleet.io/rotate-password", "2026-07"));
    var patch = RedisSecret.rotationPatch(cluster, secret, new byte[32]).orElseThrow();
    assertTrue(patch.contains("\"wsfleet.io/rotated-for\":\"2026-07\""), patch);
    assertTrue(patch.contains("\"resourceVersion\":\"7\""), patch);
    var made = found(RedisSecret.create(cluster, new byte[32]));
    assertTrue(RedisSecret.rotationPatch(cluster, made, new byte[32]).isEmpty());
  }

  private static Secret found(Secret secret) {
    return new SecretBuilder(secret).editMetadata().withResourceVersion("7").endMetadata().build();
  }

  private static String text(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }
}
