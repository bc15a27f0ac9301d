package io.wsfleet.operator.gateway;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.fabric8.kubernetes.api.model.SessionAffinityConfigBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.spec.ServiceSpec;
import io.wsfleet.operator.api.spec.SessionAffinity;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.ObjectTemplates;
import org.jspecify.annotations.Nullable;

/** The Services of the gateways, and their PodDisruptionBudget. */
final class GatewayNetwork {

  private GatewayNetwork() {}

  static Service service(WebSocketCluster cluster) {
    var name = cluster.getMetadata().getName();
    var service = cluster.effectiveSpec().service();
    return new ServiceBuilder()
        .withMetadata(ObjectTemplates.metadata(cluster, name, Labels.of(name, Labels.GATEWAY)))
        .withNewSpec()
        .withType(service.type().name())
        .withSelector(Labels.selector(name, Labels.GATEWAY))
        .withSessionAffinity(service.sessionAffinity().name())
        .withSessionAffinityConfig(affinity(service))
        .withPorts(port(service))
        .endSpec()
        .build();
  }

  static String apiName(WebSocketCluster cluster) {
    return cluster.getMetadata().getName() + "-api";
  }

  /**
   * The Service of the HTTP API, for back ends in the cluster; any gateway answers for the whole
   * fleet.
   */
  static Service api(WebSocketCluster cluster) {
    var name = cluster.getMetadata().getName();
    var port = cluster.effectiveSpec().api().port();
    return new ServiceBuilder()
        .withMetadata(
            ObjectTemplates.metadata(cluster, apiName(cluster), Labels.of(name, Labels.API)))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(Labels.selector(name, Labels.GATEWAY))
        .addNewPort()
        .withName("http")
        .withPort(port)
        .withProtocol("TCP")
        .withTargetPort(new IntOrString(GatewayDeployment.API_PORT))
        .endPort()
        .endSpec()
        .build();
  }

  /** A gateway that is not ready protects nobody: it must not keep a node from being drained. */
  static PodDisruptionBudget budget(WebSocketCluster cluster) {
    var name = cluster.getMetadata().getName();
    return new PodDisruptionBudgetBuilder()
        .withMetadata(
            ObjectTemplates.metadata(cluster, name + "-gateway", Labels.of(name, Labels.GATEWAY)))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(Labels.selector(name, Labels.GATEWAY))
        .endSelector()
        .endSpec()
        .build();
  }

  private static @Nullable SessionAffinityConfig affinity(ServiceSpec service) {
    return service.sessionAffinity() == SessionAffinity.None
        ? null
        : new SessionAffinityConfigBuilder()
            .withNewClientIP(service.affinityTimeoutSeconds())
            .build();
  }

  /**
   * The target is a name and no number: it is the port that each pod has under this name, so that
   * pods of a former revision with another number are reached too.
   */
  private static ServicePort port(ServiceSpec service) {
    return new ServicePortBuilder()
        .withPort(service.port())
        .withProtocol("TCP")
        .withTargetPort(new IntOrString(GatewayDeployment.CLIENT_PORT))
        .withNodePort(service.nodePort())
        .build();
  }
}
