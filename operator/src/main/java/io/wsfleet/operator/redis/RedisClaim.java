package io.wsfleet.operator.redis;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.spec.ClaimSpec;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.ObjectTemplates;

/** The PersistentVolumeClaim of the pod of the master Deployment. */
final class RedisClaim {

  private RedisClaim() {}

  static String name(WebSocketCluster cluster) {
    return cluster.getMetadata().getName() + "-redis-data";
  }

  static PersistentVolumeClaim of(WebSocketCluster cluster, ClaimSpec claim) {
    var made =
        new PersistentVolumeClaimBuilder()
            .withMetadata(
                ObjectTemplates.metadata(
                    cluster,
                    name(cluster),
                    Labels.of(cluster.getMetadata().getName(), Labels.REDIS_MASTER)))
            .withNewSpec()
            .withStorageClassName(claim.storageClassName())
            .withAccessModes(claim.accessModes().stream().map(Enum::name).toList())
            .withNewResources()
            .addToRequests("storage", claim.size())
            .endResources()
            .endSpec();
    var selector = claim.selector();
    return selector == null
        ? made.build()
        : made.editSpec()
            .withNewSelector()
            .withMatchLabels(selector)
            .endSelector()
            .endSpec()
            .build();
  }
}
