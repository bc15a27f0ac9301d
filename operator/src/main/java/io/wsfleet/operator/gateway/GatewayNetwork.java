package io.wsfleet.operator.gateway;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.wsfleet.operator.api.ServiceSpec;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.Parts;

/** How clients come to the gateways, and how many gateways may be taken away at once. */
final class GatewayNetwork {

  private GatewayNetwork() {}

  static Service service(WebSocketCluster cluster) {
    var name = cluster.getMetadata().getName();
    var service = cluster.desired().service();
    return new ServiceBuilder()
        .withMetadata(Parts.metadata(cluster, name, Labels.of(name, Labels.GATEWAY)))
        .withNewSpec()
        .withType(service.type().name())
        .withSelector(Labels.selector(name, Labels.GATEWAY))
        .withSessionAffinity("ClientIP")
        .withNewSessionAffinityConfig()
        .withNewClientIP(service.affinityTimeoutSeconds())
        .endSessionAffinityConfig()
        .withPorts(port(service, cluster.desired().gateway().port()))
        .endSpec()
        .build();
  }

  static PodDisruptionBudget budget(WebSocketCluster cluster) {
    var name = cluster.getMetadata().getName();
    return new PodDisruptionBudgetBuilder()
        .withMetadata(Parts.metadata(cluster, name + "-gateway", Labels.of(name, Labels.GATEWAY)))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withNewSelector()
        .withMatchLabels(Labels.selector(name, Labels.GATEWAY))
        .endSelector()
        .endSpec()
        .build();
  }

  private static ServicePort port(ServiceSpec service, int gatewayPort) {
    return new ServicePortBuilder()
        .withPort(service.port())
        .withProtocol("TCP")
        .withTargetPort(new IntOrString(gatewayPort))
        .withNodePort(service.nodePort())
        .build();
  }
}
