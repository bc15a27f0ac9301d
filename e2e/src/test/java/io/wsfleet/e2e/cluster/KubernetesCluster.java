package io.wsfleet.e2e.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.wsfleet.e2e.run.E2eSettings;
import java.io.UncheckedIOException;

/** The cluster that KUBECONFIG names. */
public final class KubernetesCluster {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KubernetesClient CLIENT = new KubernetesClientBuilder().build();

  private KubernetesCluster() {}

  public static KubernetesClient client() {
    return CLIENT;
  }

  /** The response of the API server to a GET; a missing node if the object does not exist. */
  public static JsonNode get(String path) {
    String answer = CLIENT.raw(path);
    try {
      return answer == null ? MissingNode.getInstance() : JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(path + " was not answered in JSON", e);
    }
  }

  /** Where a NodePort is reached from this machine. */
  public static String nodeAddress() {
    return E2eSettings.nodeAddress()
        .orElseGet(
            () ->
                CLIENT.nodes().list().getItems().get(0).getStatus().getAddresses().stream()
                    .filter(address -> address.getType().equals("InternalIP"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no node has an address"))
                    .getAddress());
  }
}
