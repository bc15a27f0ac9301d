package io.wsfleet.operator.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.redis.failover.PodRole;
import io.wsfleet.operator.redis.failover.PodRole.Role;
import io.wsfleet.operator.redis.failover.RedisNode;
import io.wsfleet.operator.redis.failover.RedisState;
import io.wsfleet.operator.redis.failover.StreamTip;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RedisPodsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.789Z");
  private static final RedisState SILENT = new RedisState.Unreachable(NOW, false);

  @Test
  void aNewPodHasNoRole() {
    assertEquals(
        new RedisNode("a", "", false, false, false, PodRole.NONE, new RedisState.NotStarted()),
        RedisPods.node(replica().build(), "new", null));
  }

  @Test
  void readsLabelsAndConditions() {
    var pod =
        replica()
            .editMetadata()
            .addToLabels("wsfleet.io/redis-role", "replica")
            .addToLabels("wsfleet.io/redis-readable", "true")
            .endMetadata()
            .withNewStatus()
            .withPodIP("10.0.0.7")
            .addNewCondition()
            .withType("wsfleet.io/redis-in-sync")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();
    assertEquals(
        new RedisNode(
            "a", "10.0.0.7", false, false, false, new PodRole(Role.REPLICA, true, true), SILENT),
        RedisPods.node(pod, "new", SILENT));
  }

  @Test
  void aPodOfTheMasterDeploymentIsPreferredWhateverItsRole() {
    var redisNode = node(pod(Labels.REDIS_MASTER).build());
    assertEquals(true, redisNode.preferred());
    assertEquals(Role.NONE, redisNode.podRole().role());
  }

  @Test
  void aPodOfAnotherRevisionIsOutdated() {
    assertEquals(true, RedisPods.node(replica().build(), "newer", null).outdated());
  }

  @Test
  void aPodIsTerminatingWhenItIsDeletedOrAboutToBeEvicted() {
    var deleted =
        replica().editMetadata().withDeletionTimestamp("2026-01-01T00:00:00Z").endMetadata();
    assertEquals(true, node(deleted.build()).terminating());
    assertEquals(true, node(disrupted("True")).terminating());
    assertEquals(false, node(disrupted("False")).terminating());
  }

  /** Its kubelet would have ended it by then; the time includes the grace period. */
  @Test
  void aPodThatShouldHaveEndedLongAgoCountsAsGoneUnlessItsRedisAnswers() {
    var ending = deletedAt("2026-01-01T00:00:00Z");
    var until = Instant.parse("2026-01-01T00:00:30Z");
    assertEquals(1, RedisPods.nodes(List.of(ending), "new", Map.of("a", SILENT), until).size());
    var late = until.plusMillis(1);
    assertEquals(List.of(), RedisPods.nodes(List.of(ending), "new", Map.of("a", SILENT), late));
    assertEquals(List.of(), RedisPods.nodes(List.of(ending), "new", Map.of(), late));
    var answers =
        new RedisState.Reachable(
            "run", new RedisState.Master(Map.of()), "id", "", 0, 0, StreamTip.NONE, 0, "");
    assertEquals(1, RedisPods.nodes(List.of(ending), "new", Map.of("a", answers), late).size());
    var stays = replica().build();
    assertEquals(1, RedisPods.nodes(List.of(stays), "new", Map.of("a", SILENT), late).size());
  }

  @Test
  void anUnknownRoleIsNotNone() {
    var pod = replica().editMetadata().addToLabels(Labels.REDIS_ROLE, "boss").endMetadata();
    assertEquals(Role.UNKNOWN, node(pod.build()).podRole().role());
  }

  @Test
  void listsOnlyPodsThatMayRunARedis() {
    var gateway = pod(Labels.GATEWAY).build();
    var master = pod(Labels.REDIS_MASTER).build();
    var running = replica().withNewStatus().withPhase("Running").endStatus().build();
    var evicted = replica().withNewStatus().withPhase("Failed").endStatus().build();
    var ended = replica().withNewStatus().withPhase("Succeeded").endStatus().build();
    assertEquals(
        List.of(master, running),
        RedisPods.running(Stream.of(gateway, master, running, evicted, ended)));
  }

  @Test
  void aRoleIsAMergePatchOfBothLabels() {
    assertEquals(
        "{\"metadata\":{\"labels\":"
            + "{\"wsfleet.io/redis-role\":\"replica\",\"wsfleet.io/redis-readable\":\"true\"}}}",
        RedisPods.labelPatch(new PodRole(Role.REPLICA, true, true)));
    assertEquals(
        "{\"metadata\":{\"labels\":"
            + "{\"wsfleet.io/redis-role\":\"master\",\"wsfleet.io/redis-readable\":null}}}",
        RedisPods.labelPatch(new PodRole(Role.MASTER, false, true)));
  }

  @Test
  void noRoleRemovesBothLabels() {
    assertEquals(
        "{\"metadata\":{\"labels\":"
            + "{\"wsfleet.io/redis-role\":null,\"wsfleet.io/redis-readable\":null}}}",
        RedisPods.labelPatch(PodRole.NONE));
  }

  @Test
  void theConditionHasTheTimeInSeconds() throws Exception {
    assertJson(
        "{\"status\":{\"conditions\":[{\"type\":\"wsfleet.io/redis-in-sync\",\"status\":\"True\",\"reason\":\"InSync\",\"message\":\"It"
            + " has all data of the master.\",\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}}",
        RedisPods.condition(new PodRole(Role.REPLICA, true, true), NOW));
    assertJson(
        "{\"status\":{\"conditions\":[{\"type\":\"wsfleet.io/redis-in-sync\",\"status\":\"False\","
            + "\"reason\":\"NotInSync\","
            + "\"message\":\"It does not follow the master.\","
            + "\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}}",
        RedisPods.condition(PodRole.NONE, NOW));
  }

  private static RedisNode node(Pod pod) {
    return RedisPods.node(pod, "new", null);
  }

  private static PodBuilder replica() {
    return pod(Labels.REDIS_REPLICA);
  }

  private static Pod deletedAt(String time) {
    return replica().editMetadata().withDeletionTimestamp(time).endMetadata().build();
  }

  private static PodBuilder pod(String component) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("a")
        .addToLabels(Labels.COMPONENT, component)
        .addToLabels(Labels.REVISION, "new")
        .endMetadata();
  }

  private static Pod disrupted(String status) {
    return replica()
        .withNewStatus()
        .addNewCondition()
        .withType("DisruptionTarget")
        .withStatus(status)
        .endCondition()
        .endStatus()
        .build();
  }

  private static void assertJson(String expected, String actual) throws JsonProcessingException {
    var json = new ObjectMapper();
    assertEquals(json.readTree(expected), json.readTree(actual));
  }
}
