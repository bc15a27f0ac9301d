package io.wsfleet.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.wsfleet.operator.api.WebSocketCluster;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells the pods of a WebSocketCluster from pods that have only its labels, such as a copy that was
 * made for debugging. A pod belongs to it if a ReplicaSet controls it that a Deployment of this
 * WebSocketCluster controls.
 *
 * <p>When a Deployment or a ReplicaSet is deleted by hand, its pods outlive it for a while, another
 * one of the same name may exist already, and a master that terminates still hands its role over.
 * So a ReplicaSet that does not exist refutes nothing, and one with another uid refutes only what
 * is younger than itself. The garbage collector deletes a pod whose owner never existed.
 */
public final class PodOwnership {

  private final WebSocketCluster cluster;
  private final List<Deployment> deployments;
  private final List<ReplicaSet> replicaSets;

  /**
   * @param deployments those with the labels of the cluster, whoever owns them
   * @param replicaSets the same
   */
  public PodOwnership(
      WebSocketCluster cluster, Stream<Deployment> deployments, Stream<ReplicaSet> replicaSets) {
    this.cluster = cluster;
    this.deployments = deployments.toList();
    this.replicaSets = replicaSets.toList();
  }

  public boolean isOurs(Pod pod) {
    return of(pod) == Ownership.OURS;
  }

  /** The owner of a pod that has the labels of this cluster. */
  public Ownership of(Pod pod) {
    var deployment = deploymentName(pod);
    return controller(pod)
        .filter(owner -> owner.getKind().equals("ReplicaSet"))
        .filter(owner -> isReplicaSetOf(deployment, owner.getName()))
        .map(owner -> ofReplicaSet(pod, owner, deployment))
        .orElse(Ownership.FOREIGN);
  }

  private Ownership ofReplicaSet(Pod pod, OwnerReference reference, String deploymentName) {
    var replicaSet = find(replicaSets, reference.getName());
    var deployment = find(deployments, deploymentName);
    boolean isRefuted =
        replicaSet
            .filter(
                r ->
                    !mayControl(r, reference, pod)
                        || !isControlledBy(deploymentName, deployment, r))
            .isPresent();
    return isRefuted
        ? Ownership.FOREIGN
        : deployment.map(d -> Ownership.of(d, cluster)).orElse(Ownership.OURS);
  }

  /** A Deployment adopts a ReplicaSet without a controller. */
  private static boolean isControlledBy(
      String deploymentName, Optional<Deployment> deployment, ReplicaSet replicaSet) {
    return controller(replicaSet)
        .map(
            owner ->
                owner.getKind().equals("Deployment")
                    && owner.getName().equals(deploymentName)
                    && deployment.filter(d -> !mayControl(d, owner, replicaSet)).isEmpty())
        .orElse(true);
  }

  /** Whether it is the owner, or has the name of a former owner that was deleted. */
  private static boolean mayControl(
      HasMetadata named, OwnerReference reference, HasMetadata controlled) {
    return named.getMetadata().getUid().equals(reference.getUid())
        || created(controlled).compareTo(created(named)) <= 0;
  }

  /** The API server writes it, in a format in which the order of texts is that of times. */
  private static String created(HasMetadata object) {
    return object.getMetadata().getCreationTimestamp();
  }

  /** The name of the Deployment that has made the pod, by its labels. */
  private String deploymentName(Pod pod) {
    var component = Labels.value(pod, Labels.COMPONENT);
    var name = cluster.getMetadata().getName() + "-" + component;
    return component.equals(Labels.GATEWAY)
        ? name + "-" + Labels.value(pod, Labels.REVISION)
        : name;
  }

  /** The name of a ReplicaSet is that of its Deployment, and a hash without a hyphen. */
  private static boolean isReplicaSetOf(String deployment, String replicaSet) {
    return replicaSet.startsWith(deployment + "-")
        && replicaSet.indexOf('-', deployment.length() + 1) < 0;
  }

  private static Optional<OwnerReference> controller(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getOwnerReferences()).orElse(List.of()).stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }

  private static <T extends HasMetadata> Optional<T> find(List<T> objects, String name) {
    return objects.stream().filter(o -> o.getMetadata().getName().equals(name)).findFirst();
  }
}
