package io.wsfleet.operator.redis;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.spec.Fsync;
import io.wsfleet.operator.api.spec.WebSocketClusterSpec;
import io.wsfleet.operator.kube.Annotations;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.ObjectTemplates;
import io.wsfleet.operator.kube.RecordedSpec;
import io.wsfleet.operator.kube.Revision;
import io.wsfleet.operator.tls.TlsSecret;
import io.wsfleet.operator.tls.TlsVolumes;
import org.jspecify.annotations.Nullable;

/**
 * The Deployment of the master and the Deployment of the replicas. Their pods are the same except
 * for the volume.
 */
public record RedisDeployments(WebSocketCluster cluster, String defaultImage) {

  /** The user of the official images, which otherwise start as root. */
  private static final long REDIS_USER = 999;

  /** A master that is terminated waits until it has handed its role over, for 8 seconds at most. */
  private static final String PRE_STOP_SCRIPT =
      "export REDISCLI_AUTH=\"$(cat %s/%s)\"; for i in $(seq 80); do"
              .formatted(RedisSecret.MOUNT_PATH, RedisSecret.PASSWORD)
          + " redis-cli%s role | grep -q ^master || exit 0; sleep 0.1; done";

  /** The probe connects to its own pod, so that no certificate needs to be verified. */
  private static final String TLS_OPTIONS = " --tls --insecure";

  /** With this template, but for another spec of the same resource. */
  RedisDeployments forSpecOf(WebSocketCluster other) {
    return new RedisDeployments(other, defaultImage);
  }

  /** Recreate: a second master beside the first would be empty, and behind the same Service. */
  Deployment master() {
    return new DeploymentBuilder()
        .withMetadata(
            ObjectTemplates.metadata(
                cluster,
                RedisResources.masterName(cluster),
                Labels.of(clusterName(), Labels.REDIS_MASTER)))
        .editMetadata()
        .addToAnnotations(Annotations.SPEC, recordedSpec())
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withRevisionHistoryLimit(1)
        .withNewSelector()
        .withMatchLabels(Labels.selector(clusterName(), Labels.REDIS_MASTER))
        .endSelector()
        .withNewStrategy()
        .withType("Recreate")
        .endStrategy()
        .withTemplate(templateWithRevision(Labels.REDIS_MASTER))
        .endSpec()
        .build();
  }

  /** One pod after the other, so that gateways always find a replica. */
  Deployment replicas() {
    return new DeploymentBuilder()
        .withMetadata(
            ObjectTemplates.metadata(
                cluster,
                RedisResources.replicaName(cluster),
                Labels.of(clusterName(), Labels.REDIS_REPLICA)))
        .editMetadata()
        .addToAnnotations(Annotations.SPEC, recordedSpec())
        .endMetadata()
        .withNewSpec()
        .withReplicas(cluster.effectiveSpec().redis().replicas())
        .withRevisionHistoryLimit(1)
        .withNewSelector()
        .withMatchLabels(Labels.selector(clusterName(), Labels.REDIS_REPLICA))
        .endSelector()
        .withStrategy(ObjectTemplates.rollingUpdate())
        .withTemplate(templateWithRevision(Labels.REDIS_REPLICA))
        .endSpec()
        .build();
  }

  /** Only what the pods of Redis are made from, and not their number. */
  public String recordedSpec() {
    var spec = cluster.effectiveSpec();
    return RecordedSpec.of(
        new WebSocketClusterSpec(
            null,
            spec.redis().withReplicas(1),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            spec.tls()));
  }

  /** The revision of the pods that the spec asks for. */
  public String revision() {
    var all = fsync(Labels.REDIS_MASTER) == null ? Labels.REDIS_REPLICA : Labels.REDIS_MASTER;
    return Revision.of(template(all));
  }

  private PodTemplateSpec templateWithRevision(String component) {
    return new PodTemplateSpecBuilder(template(component))
        .editMetadata()
        .addToLabels(Labels.REVISION, revision())
        .endMetadata()
        .build();
  }

  /** Without the role, which moves and is not part of the template. */
  private PodTemplateSpec template(String component) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(Labels.of(clusterName(), component))
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(clusterName())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(15L)
        .addNewReadinessGate(RedisPods.IN_SYNC)
        .withSecurityContext(ObjectTemplates.restrictedPodSecurity(REDIS_USER))
        .withTopologySpreadConstraints(RedisPlacement.spread(clusterName()))
        .withAffinity(RedisPlacement.affinity(clusterName(), component))
        .withTolerations(RedisPlacement.tolerations())
        .addNewContainer()
        .withName("redis")
        .withImage(image())
        .withImagePullPolicy("IfNotPresent")
        .withCommand("redis-server")
        .withArgs(
            new RedisArguments(
                    cluster.effectiveSpec().redis(), fsync(component), TlsSecret.isEnabled(cluster))
                .toList())
        .withNewLifecycle()
        .withNewPreStop()
        .withNewExec()
        .withCommand("sh", "-c", preStopScript())
        .endExec()
        .endPreStop()
        .endLifecycle()
        .withPorts(port())
        .withResources(cluster.effectiveSpec().redis().resources())
        .withSecurityContext(ObjectTemplates.restrictedContainerSecurity())
        .withStartupProbe(tcpProbe(1, 60))
        .withReadinessProbe(tcpProbe(5, 2))
        .withLivenessProbe(tcpProbe(10, 3))
        .withVolumeMounts(
            ObjectTemplates.readOnlyMount("redis-password", RedisSecret.MOUNT_PATH),
            new VolumeMountBuilder().withName("data").withMountPath("/data").build(),
            new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build())
        .addAllToVolumeMounts(TlsVolumes.mounts(cluster))
        .endContainer()
        .withVolumes(
            ObjectTemplates.secretVolume(
                "redis-password",
                AclSecret.name(cluster),
                RedisSecret.REDIS_CONF,
                RedisSecret.PASSWORD),
            dataVolume(component),
            ObjectTemplates.emptyDir("tmp", "16Mi"))
        .addAllToVolumes(TlsVolumes.volumes(cluster))
        .endSpec()
        .build();
  }

  /** Only the pod of the master Deployment has a volume, whichever pod is master. */
  private @Nullable Fsync fsync(String component) {
    return component.equals(Labels.REDIS_MASTER) ? cluster.effectiveSpec().redis().fsync() : null;
  }

  private Volume dataVolume(String component) {
    return fsync(component) == null
        ? ObjectTemplates.emptyDir("data", "1Gi")
        : new VolumeBuilder()
            .withName("data")
            .withNewPersistentVolumeClaim()
            .withClaimName(RedisClaim.name(cluster))
            .endPersistentVolumeClaim()
            .build();
  }

  private String preStopScript() {
    return PRE_STOP_SCRIPT.formatted(TlsSecret.isEnabled(cluster) ? TLS_OPTIONS : "");
  }

  private static ContainerPort port() {
    return new ContainerPortBuilder()
        .withName("redis")
        .withContainerPort(RedisResources.PORT)
        .withProtocol("TCP")
        .build();
  }

  private static Probe tcpProbe(int everySeconds, int failures) {
    return new ProbeBuilder()
        .withNewTcpSocket()
        .withPort(new IntOrString("redis"))
        .endTcpSocket()
        .withPeriodSeconds(everySeconds)
        .withTimeoutSeconds(2)
        .withFailureThreshold(failures)
        .build();
  }

  private String image() {
    var image = cluster.effectiveSpec().redis().image();
    return image == null ? defaultImage : image;
  }

  private String clusterName() {
    return cluster.getMetadata().getName();
  }
}
