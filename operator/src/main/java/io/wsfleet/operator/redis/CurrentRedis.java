package io.wsfleet.operator.redis;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Annotations;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.RecordedSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides which revision the Redis pods shall have: that of this operator's template, or the one
 * that an earlier operator made for the same spec, which then stays as it is.
 *
 * @param desired the Deployments as this operator makes them
 * @param kept the Deployments that stay instead of them; empty if none does
 */
public record CurrentRedis(RedisDeployments desired, List<Deployment> kept) {

  public CurrentRedis {
    kept = List.copyOf(kept);
  }

  /**
   * @param existing the Deployments of Redis
   * @param mayUpgrade whether an unchanged spec gets the template of this operator
   */
  public static CurrentRedis of(
      RedisDeployments desired, List<Deployment> existing, boolean mayUpgrade) {
    var revision = desired.revision();
    boolean isKept =
        !(mayUpgrade && survivesUpgrade(desired.cluster()))
            && existing.stream().map(CurrentRedis::revision).distinct().count() == 1
            && existing.stream().noneMatch(d -> revision(d).equals(revision))
            && existing.stream().allMatch(d -> isForSameSpec(d, desired, revision));
    return new CurrentRedis(desired, isKept ? existing : List.of());
  }

  /** A Redis without a replica and without a disk takes its data with it. */
  private static boolean survivesUpgrade(WebSocketCluster cluster) {
    var redis = cluster.effectiveSpec().redis();
    return redis.replicas() > 0 || redis.persistence() != null;
  }

  public String revision() {
    return kept.isEmpty() ? desired.revision() : revision(kept.get(0));
  }

  public boolean isKept() {
    return !kept.isEmpty();
  }

  /** Whether an upgrade would replace them. */
  public boolean isOutdated() {
    return isKept() && survivesUpgrade(desired.cluster());
  }

  /** The kept Deployment of this name. */
  public Optional<Deployment> kept(String name) {
    return kept.stream().filter(d -> d.getMetadata().getName().equals(name)).findFirst();
  }

  /** Those that were kept without a record. */
  public List<Deployment> unrecorded() {
    return kept.stream().filter(d -> Annotations.value(d, Annotations.SPEC).isEmpty()).toList();
  }

  private static boolean isForSameSpec(
      Deployment deployment, RedisDeployments desired, String revision) {
    return RecordedSpec.read(deployment, desired.cluster())
        .map(
            recorded ->
                hasSameImage(recorded, desired.cluster())
                    && desired.forSpecOf(recorded).revision().equals(revision))
        .orElseGet(() -> isOfObservedSpec(deployment, desired.cluster()));
  }

  /** Who names the image that is the default by now has changed the spec. */
  private static boolean hasSameImage(WebSocketCluster a, WebSocketCluster b) {
    return Objects.equals(a.effectiveSpec().redis().image(), b.effectiveSpec().redis().image());
  }

  /** An earlier version recorded nothing; the status tells whether the spec was observed. */
  private static boolean isOfObservedSpec(Deployment deployment, WebSocketCluster cluster) {
    return Annotations.value(deployment, Annotations.SPEC).isEmpty() && cluster.hasCurrentStatus();
  }

  private static String revision(Deployment deployment) {
    return Optional.ofNullable(deployment.getSpec().getTemplate())
        .map(t -> t.getMetadata())
        .map(m -> m.getLabels())
        .map(labels -> labels.getOrDefault(Labels.REVISION, ""))
        .orElse("");
  }
}
