package io.wsfleet.operator.gateway;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.wsfleet.contract.Ports;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.ObjectTemplates;
import io.wsfleet.operator.kube.Revision;
import io.wsfleet.operator.redis.AclSecret;
import io.wsfleet.operator.redis.RedisSecret;
import io.wsfleet.operator.tls.TlsSecret;
import io.wsfleet.operator.tls.TlsVolumes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Deployment of the gateways of the revision that the spec asks for. */
public record GatewayDeployment(WebSocketCluster cluster, String image) {

  public static final int MANAGEMENT_PORT = Ports.MANAGEMENT;

  private static final long GATEWAY_USER = 10001;

  public String revision() {
    return Revision.of(template());
  }

  public String name() {
    return clusterName() + "-gateway-" + revision();
  }

  /** The number of pods is decided by the rollout. */
  public Deployment build(int replicas) {
    var revision = revision();
    return new DeploymentBuilder()
        .withMetadata(
            ObjectTemplates.metadata(
                cluster,
                name(),
                Labels.with(Labels.of(clusterName(), Labels.GATEWAY), Labels.REVISION, revision)))
        .withNewSpec()
        .withReplicas(replicas)
        .withRevisionHistoryLimit(1)
        .withMinReadySeconds(2)
        .withNewSelector()
        .withMatchLabels(selector(revision))
        .endSelector()
        .withStrategy(ObjectTemplates.rollingUpdate())
        .withTemplate(templateWithRevision(revision))
        .endSpec()
        .build();
  }

  private PodTemplateSpec templateWithRevision(String revision) {
    return new PodTemplateSpecBuilder(template())
        .editMetadata()
        .addToLabels(Labels.REVISION, revision)
        .endMetadata()
        .editSpec()
        .withTopologySpreadConstraints(ObjectTemplates.topologySpread(selector(revision)))
        .endSpec()
        .build();
  }

  private Map<String, String> selector(String revision) {
    return Labels.with(Labels.selector(clusterName(), Labels.GATEWAY), Labels.REVISION, revision);
  }

  private PodTemplateSpec template() {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(Labels.of(clusterName(), Labels.GATEWAY))
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(clusterName())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(30L)
        .withSecurityContext(ObjectTemplates.restrictedPodSecurity(GATEWAY_USER))
        .addNewContainer()
        .withName("gateway")
        .withImage(image)
        .withImagePullPolicy("IfNotPresent")
        // The status of the resource says why a gateway cannot start.
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withEnv(GatewayEnvironment.of(cluster))
        .withPorts(ports())
        .withResources(cluster.effectiveSpec().gateway().resources())
        .withSecurityContext(ObjectTemplates.restrictedContainerSecurity())
        .withStartupProbe(httpProbe("/health/started", 1, 120))
        .withReadinessProbe(httpProbe("/health/ready", 2, 2))
        .withLivenessProbe(httpProbe("/health/live", 10, 3))
        .withVolumeMounts(
            ObjectTemplates.readOnlyMount("redis-password", RedisSecret.MOUNT_PATH),
            ObjectTemplates.readOnlyMount("api-token", ApiToken.MOUNT_PATH),
            new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build())
        .addAllToVolumeMounts(TlsVolumes.mounts(cluster))
        .endContainer()
        .withVolumes(
            ObjectTemplates.secretVolume(
                "redis-password", AclSecret.name(cluster), RedisSecret.PASSWORD),
            ObjectTemplates.secretVolume("api-token", ApiToken.secretName(cluster), ApiToken.KEY),
            ObjectTemplates.emptyDir("tmp", "64Mi"))
        .addAllToVolumes(TlsVolumes.volumes(cluster))
        .endSpec()
        .build();
  }

  private List<ContainerPort> ports() {
    var spec = cluster.effectiveSpec();
    var ports = new ArrayList<ContainerPort>();
    ports.add(port("client", spec.gateway().port()));
    ports.add(port("api", spec.api().port()));
    if (TlsSecret.isEnabled(cluster)) {
      ports.add(port("peer", GatewayEnvironment.peerPort(spec)));
    }
    ports.add(port("management", MANAGEMENT_PORT));
    return ports;
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(number)
        .withProtocol("TCP")
        .build();
  }

  /** A kubelet verifies no certificate. */
  private Probe httpProbe(String path, int everySeconds, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString("management"))
        .withScheme(TlsSecret.isEnabled(cluster) ? "HTTPS" : "HTTP")
        .endHttpGet()
        .withPeriodSeconds(everySeconds)
        .withTimeoutSeconds(2)
        .withFailureThreshold(failures)
        .build();
  }

  private String clusterName() {
    return cluster.getMetadata().getName();
  }
}
