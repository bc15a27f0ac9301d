package io.wsfleet.operator.kube;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.wsfleet.operator.api.WebSocketCluster;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pieces that all of the operator's objects are put together from. */
public final class ObjectTemplates {

  private ObjectTemplates() {}

  /** Named, labelled and owned: with the cluster gone, the garbage collector takes it away. */
  public static ObjectMeta metadata(
      WebSocketCluster cluster, String name, Map<String, String> labels) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(cluster.getMetadata().getNamespace())
        .withLabels(labels)
        .addNewOwnerReference()
        .withApiVersion(cluster.getApiVersion())
        .withKind(cluster.getKind())
        .withName(cluster.getMetadata().getName())
        .withUid(cluster.getMetadata().getUid())
        .withController(true)
        .endOwnerReference()
        .build();
  }

  /** The pod's half of the restricted pod security standard. */
  public static PodSecurityContext restrictedPodSecurity(long user) {
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(user)
        .withRunAsGroup(user)
        .withFsGroup(user)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  /** The container's half of the restricted pod security standard. */
  public static SecurityContext restrictedContainerSecurity() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withCapabilities(new Capabilities(null, List.of("ALL")))
        .build();
  }

  /** Over the nodes where that can be had; a fleet on one node is a fleet all the same. */
  public static TopologySpreadConstraint topologySpread(Map<String, String> selector) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(1)
        .withTopologyKey("kubernetes.io/hostname")
        .withWhenUnsatisfiable("ScheduleAnyway")
        .withNewLabelSelector()
        .withMatchLabels(selector)
        .endLabelSelector()
        .build();
  }

  /** One more before one less; what there is goes on serving meanwhile. */
  public static DeploymentStrategy rollingUpdate() {
    return new DeploymentStrategyBuilder()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString(1))
        .withMaxUnavailable(new IntOrString(0))
        .endRollingUpdate()
        .build();
  }

  /**
   * What is put back in a Secret that was found: the frame's labels and owner, without any data. It
   * names that Secret's uid, so that the API server refuses it where the Secret is gone meanwhile;
   * otherwise it would make one that is empty.
   */
  public static Secret restoreMetadata(Secret metadataOnly, Secret found) {
    return new SecretBuilder(metadataOnly)
        .editMetadata()
        .withUid(found.getMetadata().getUid())
        .endMetadata()
        .build();
  }

  public static Volume emptyDir(String name, String limit) {
    return new VolumeBuilder()
        .withName(name)
        .withNewEmptyDir()
        .withSizeLimit(new Quantity(limit))
        .endEmptyDir()
        .build();
  }

  /** Some keys of a Secret; a pod waits until they are there. */
  public static Volume secretVolume(String name, String secret, String... keys) {
    return new VolumeBuilder(secretVolume(name, secret))
        .editSecret()
        .withItems(Stream.of(keys).map(key -> new KeyToPath(key, null, key)).toList())
        .endSecret()
        .build();
  }

  public static VolumeMount readOnlyMount(String name, String folder) {
    return new VolumeMountBuilder().withName(name).withMountPath(folder).withReadOnly(true).build();
  }

  public static Volume secretVolume(String name, String secret) {
    return new VolumeBuilder()
        .withName(name)
        .withNewSecret()
        .withSecretName(secret)
        .withDefaultMode(0440)
        .endSecret()
        .build();
  }
}
