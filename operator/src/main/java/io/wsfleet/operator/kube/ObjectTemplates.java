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

/** The parts that the desired objects have in common. */
public final class ObjectTemplates {

  private ObjectTemplates() {}

  /**
   * Metadata with name, labels and owner: when the WebSocketCluster is deleted, the garbage
   * collector deletes the object.
   */
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

  /** The part of the restricted pod security standard that a pod has. */
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

  /** The part of the restricted pod security standard that a container has. */
  public static SecurityContext restrictedContainerSecurity() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withCapabilities(new Capabilities(null, List.of("ALL")))
        .build();
  }

  /** Starts one pod before it stops one; the others serve meanwhile. */
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
   * The metadata that is restored in a Secret: labels and owner, without data. It has the uid of
   * that Secret, so that the API server refuses it if the Secret was deleted meanwhile; otherwise
   * it would create an empty one.
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

  /** A volume with some keys of a Secret; a pod waits until they exist. */
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
