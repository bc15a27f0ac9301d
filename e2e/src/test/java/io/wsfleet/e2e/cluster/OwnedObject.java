package io.wsfleet.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An object that a WebSocketCluster owns directly. */
public record OwnedObject(String namespace, String kind, String name) {

  private static final Map<String, String> PATHS =
      Map.of(
          "deployment", "/apis/apps/v1/namespaces/%s/deployments",
          "poddisruptionbudget", "/apis/policy/v1/namespaces/%s/poddisruptionbudgets",
          "secret", "/api/v1/namespaces/%s/secrets",
          "service", "/api/v1/namespaces/%s/services",
          "serviceaccount", "/api/v1/namespaces/%s/serviceaccounts");

  public static List<OwnedObject> ownedBy(DeployedCluster deployedCluster) {
    var owned = new ArrayList<OwnedObject>();
    PATHS.forEach(
        (kind, path) -> {
          for (JsonNode item :
              KubernetesCluster.get(path.formatted(deployedCluster.namespace())).path("items")) {
            if (item.at("/metadata/ownerReferences/0/kind").asText().equals("WebSocketCluster")) {
              owned.add(
                  new OwnedObject(
                      deployedCluster.namespace(), kind, item.at("/metadata/name").asText()));
            }
          }
        });
    return owned;
  }

  public JsonNode read() {
    return KubernetesCluster.get(PATHS.get(kind).formatted(namespace) + "/" + name);
  }

  public String uid() {
    return read().at("/metadata/uid").asText();
  }

  public void patch(String mergePatch) {
    Kubectl.run("-n", namespace, "patch", toString(), "--type=merge", "-p", mergePatch);
  }

  /** Its name without the hash of a gateway's revision. */
  public String nameWithoutHash() {
    return kind + "/" + name.replaceAll("-gateway-.+", "-gateway-*");
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
