package io.wsfleet.operator.gateway;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.wsfleet.contract.GatewayVariable;
import io.wsfleet.contract.Ports;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Annotations;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.ObjectTemplates;
import io.wsfleet.operator.kube.Placement;
import io.wsfleet.operator.kube.RecordedSpec;
import io.wsfleet.operator.kube.Revision;
import io.wsfleet.operator.redis.AclSecret;
import io.wsfleet.operator.redis.RedisSecret;
import io.wsfleet.operator.tls.TlsSecret;
import io.wsfleet.operator.tls.TlsVolumes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Deployment of the gateways of the revision that the spec asks for. */
public record GatewayDeployment(WebSocketCluster cluster, String defaultImage) {

  public static final int MANAGEMENT_PORT = Ports.MANAGEMENT;

  /** The names of ports, which the Services select in each pod. */
  static final String CLIENT_PORT = "client";

  static final String API_PORT = "api";

  private static final long GATEWAY_USER = 10001;

  /** With this template, but for another spec of the same resource. */
  GatewayDeployment forSpecOf(WebSocketCluster other) {
    return new GatewayDeployment(other, defaultImage);
  }

  public String revision() {
    return Revision.of(template());
  }

  public String name() {
    return clusterName() + "-gateway-" + revision();
  }

  /** The bus of the gateways of any revision; empty if it is not named. */
  public static String bus(Deployment deployment) {
    return variable(deployment, GatewayVariable.BUS);
  }

  /** The bus of the gateways of this revision. */
  public String bus() {
    return GatewayEnvironment.busValue(cluster.effectiveSpec());
  }

  private static String variable(Deployment deployment, GatewayVariable variable) {
    return Optional.ofNullable(deployment.getSpec().getTemplate())
        .map(t -> t.getSpec())
        .map(s -> s.getContainers())
        .orElse(List.of())
        .stream()
        .flatMap(c -> c.getEnv().stream())
        .filter(e -> e.getName().equals(variable.variable()) && e.getValue() != null)
        .map(EnvVar::getValue)
        .findFirst()
        .orElse("");
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
        .editMetadata()
        .addToAnnotations(Annotations.SPEC, recordedSpec())
        .endMetadata()
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
        .withTopologySpreadConstraints(Placement.spread(Placement.selector(selector(revision))))
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
        .withImage(image())
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
    ports.add(port(CLIENT_PORT, spec.gateway().port()));
    ports.add(port(API_PORT, spec.api().port()));
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

  public String recordedSpec() {
    return RecordedSpec.of(cluster.effectiveSpec());
  }

  private String image() {
    var image = cluster.effectiveSpec().gateway().image();
    return image == null ? defaultImage : image;
  }

  private String clusterName() {
    return cluster.getMetadata().getName();
  }
}
