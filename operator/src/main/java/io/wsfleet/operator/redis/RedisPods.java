package io.wsfleet.operator.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.Pods;
import io.wsfleet.operator.redis.failover.PodRole;
import io.wsfleet.operator.redis.failover.RedisNode;
import io.wsfleet.operator.redis.failover.RedisState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the role and state of Redis pods, and builds the patches that write them. */
public final class RedisPods {

  /** A condition that a Redis pod needs to be ready, beside its own probe. */
  public static final String IN_SYNC = "wsfleet.io/redis-in-sync";

  /** After the time at which a pod is to have ended; more than clocks differ. */
  private static final Duration MAX_DELETION_DELAY = Duration.ofSeconds(30);

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> COMPONENTS = List.of(Labels.REDIS_MASTER, Labels.REDIS_REPLICA);

  private RedisPods() {}

  /** The pods in which a Redis may run. */
  public static List<Pod> running(Stream<Pod> pods) {
    return pods.filter(p -> isRedis(p) && !isFinished(p)).toList();
  }

  private static boolean isRedis(Pod pod) {
    return COMPONENTS.contains(Labels.value(pod, Labels.COMPONENT));
  }

  /**
   * A pod that has failed or succeeded, for example after an eviction by its kubelet, runs no
   * Redis.
   */
  private static boolean isFinished(Pod pod) {
    var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Failed".equals(phase) || "Succeeded".equals(phase);
  }

  /**
   * Whether the pod should have ended some time ago: its node is lost, so that nobody stops it, and
   * Kubernetes lists it until the node is back or deleted. Kubernetes deletes the pods of a lost
   * node after their toleration.
   */
  public static boolean isAbandoned(Pod pod, Instant now) {
    var deletion = pod.getMetadata().getDeletionTimestamp();
    return deletion != null && Instant.parse(deletion).plus(MAX_DELETION_DELAY).isBefore(now);
  }

  /**
   * What runs, or may run, in these pods. An abandoned pod whose Redis does not answer counts as
   * gone; the election need not wait for it.
   *
   * @param revision of the Redis pods that the spec asks for
   * @param states by pod
   */
  public static List<RedisNode> nodes(
      List<Pod> pods, String revision, Map<String, RedisState> states, Instant now) {
    return pods.stream()
        .map(pod -> Map.entry(pod, node(pod, revision, states.get(pod.getMetadata().getName()))))
        .filter(
            e ->
                e.getValue().state() instanceof RedisState.Reachable
                    || !isAbandoned(e.getKey(), now))
        .map(Map.Entry::getValue)
        .toList();
  }

  public static String address(Pod pod) {
    var address = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    return address == null ? "" : address;
  }

  /**
   * @param revision of the Redis pods that the spec asks for
   */
  public static RedisNode node(Pod pod, String revision, @Nullable RedisState state) {
    return new RedisNode(
        pod.getMetadata().getName(),
        address(pod),
        Labels.value(pod, Labels.COMPONENT).equals(Labels.REDIS_MASTER),
        isTerminating(pod),
        !Labels.value(pod, Labels.REVISION).equals(revision),
        podRole(pod),
        state == null ? new RedisState.NotStarted() : state);
  }

  /** An eviction may set its condition before the pod is deleted. */
  private static boolean isTerminating(Pod pod) {
    return Pods.isTerminating(pod) || isTrue(pod, "DisruptionTarget");
  }

  private static PodRole podRole(Pod pod) {
    var label = Labels.value(pod, Labels.REDIS_ROLE);
    var role =
        switch (label) {
          case "master" -> PodRole.Role.MASTER;
          case "replica" -> PodRole.Role.REPLICA;
          case "" -> PodRole.Role.NONE;
          default -> PodRole.Role.UNKNOWN;
        };
    return new PodRole(
        role, Labels.value(pod, Labels.REDIS_READABLE).equals("true"), isInSync(pod));
  }

  /** Whether a Service of Redis may select the pod. */
  public static boolean hasRole(Pod pod) {
    return !Labels.value(pod, Labels.REDIS_ROLE).isEmpty()
        || !Labels.value(pod, Labels.REDIS_READABLE).isEmpty();
  }

  /** Whether the pod is marked as the master, or as having all data of the master. */
  public static boolean isInSync(Pod pod) {
    return isTrue(pod, IN_SYNC);
  }

  private static boolean isTrue(Pod pod, String condition) {
    return Pods.condition(pod, condition).filter(c -> c.getStatus().equals("True")).isPresent();
  }

  /** A merge patch; null removes a label. */
  public static String labelPatch(PodRole podRole) {
    var labels = new LinkedHashMap<String, @Nullable String>();
    labels.put(
        Labels.REDIS_ROLE,
        podRole.role() == PodRole.Role.NONE
            ? null
            : podRole.role().name().toLowerCase(Locale.ROOT));
    labels.put(Labels.REDIS_READABLE, podRole.readable() ? "true" : null);
    return json(Map.of("metadata", Map.of("labels", labels)));
  }

  /** A strategic merge patch of the status. */
  public static String condition(PodRole podRole, Instant since) {
    var condition =
        new PodConditionBuilder()
            .withType(IN_SYNC)
            .withStatus(podRole.inSync() ? "True" : "False")
            .withReason(podRole.inSync() ? "InSync" : "NotInSync")
            .withMessage(
                podRole.inSync()
                    ? "It has all data of the master."
                    : "It does not follow the master.")
            .withLastTransitionTime(since.truncatedTo(ChronoUnit.SECONDS).toString())
            .build();
    return json(Map.of("status", Map.of("conditions", List.of(condition))));
  }

  private static String json(Object patch) {
    try {
      return JSON.writeValueAsString(patch);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map is always valid JSON", e);
    }
  }
}
