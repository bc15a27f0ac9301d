package io.wsfleet.operator.redis;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.kube.Labels;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a change of the pod template reaches all Redis pods while there is a master:
 *
 * <ol>
 *   <li>the Deployment of the replicas is applied at once; it replaces a pod when the one before is
 *       in sync;
 *   <li>when all of them are new, the master hands over to one of them;
 *   <li>only then the Deployment of the former master is applied. Its pod is replaced, and gets the
 *       role back when it is in sync.
 * </ol>
 */
public final class RedisRollout {

  private RedisRollout() {}

  /**
   * Whether the master Deployment may be applied now.
   *
   * @param present the existing Deployment
   * @param pods all Redis pods
   */
  public static boolean mayApplyMaster(
      Optional<Deployment> present, String revision, List<Pod> pods, @Nullable RedisStatus record) {
    var former =
        present.map(d -> d.getSpec().getTemplate().getMetadata().getLabels().get(Labels.REVISION));
    if (former.isEmpty() || former.get().equals(revision) || record == null) {
      return true;
    }
    var others = pods.stream().filter(p -> !isOfMaster(p)).toList();
    boolean isElsewhere =
        record.phase() == RedisPhase.Serving
            && others.stream().anyMatch(p -> record.isMaster(p.getMetadata().getName()));
    boolean areNew =
        others.stream().allMatch(p -> Labels.value(p, Labels.REVISION).equals(revision));
    return others.isEmpty() || isElsewhere && areNew;
  }

  private static boolean isOfMaster(Pod pod) {
    return Labels.value(pod, Labels.COMPONENT).equals(Labels.REDIS_MASTER);
  }
}
