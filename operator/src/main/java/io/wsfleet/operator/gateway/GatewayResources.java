package io.wsfleet.operator.gateway;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.ObjectTemplates;
import java.util.ArrayList;
import java.util.List;

/** The desired objects of the gateways, except for the Deployments of former revisions. */
public final class GatewayResources {

  private GatewayResources() {}

  /** Without a Deployment that an earlier operator made and that is kept. */
  public static List<HasMetadata> desired(CurrentGateways current, int replicas) {
    var cluster = current.desired().cluster();
    var desired = new ArrayList<HasMetadata>();
    if (current.kept().isEmpty()) {
      desired.add(current.desired().build(replicas));
    }
    desired.add(GatewayNetwork.service(cluster));
    desired.add(GatewayNetwork.api(cluster));
    if (cluster.effectiveSpec().gateway().replicas() > 1) {
      desired.add(GatewayNetwork.budget(cluster));
    }
    return desired;
  }

  /** On the service account: the operator that has applied the fleet. */
  public static final String OPERATOR_ANNOTATION = "wsfleet.io/operator";

  /**
   * The service account of all pods. They never call the API server, so it has no token.
   *
   * @param operator the name of the operator that acts
   */
  public static HasMetadata serviceAccount(WebSocketCluster cluster, String operator) {
    var name = cluster.getMetadata().getName();
    return new ServiceAccountBuilder()
        .withMetadata(ObjectTemplates.metadata(cluster, name, Labels.of(name)))
        .editMetadata()
        .addToAnnotations(OPERATOR_ANNOTATION, operator)
        .endMetadata()
        .withAutomountServiceAccountToken(false)
        .build();
  }
}
