package io.wsfleet.e2e.cluster;

import io.fabric8.kubernetes.api.model.NodeAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The nodes of the cluster, by name. */
public final class ClusterNodes {

  private ClusterNodes() {}

  public static List<String> names() {
    return KubernetesCluster.client().nodes().list().getItems().stream()
        .map(node -> node.getMetadata().getName())
        .sorted()
        .toList();
  }

  public static List<String> addresses() {
    return KubernetesCluster.client().nodes().list().getItems().stream()
        .flatMap(node -> node.getStatus().getAddresses().stream())
        .map(NodeAddress::getAddress)
        .toList();
  }

  /** Cordons nodes until this is undone: new pods wait. */
  public static Undo cordon(List<String> nodes) {
    nodes.forEach(node -> Kubectl.run("cordon", node));
    return () -> nodes.forEach(node -> Kubectl.run("uncordon", node));
  }

  /** Evicts pods, with more options as kubectl has them; the node stays cordoned. */
  public static void drain(String node, String... more) {
    Kubectl.run(
        Stream.concat(
                Stream.of("drain", node, "--delete-emptydir-data", "--timeout=80s"),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  /** Cuts a node off from the network. */
  public static Undo partition(String node) {
    NodeTool.partition(node);
    return () -> NodeTool.heal(node);
  }

  public static String of(String namespace, String pod) {
    return KubernetesCluster.client()
        .pods()
        .inNamespace(namespace)
        .withName(pod)
        .require()
        .getSpec()
        .getNodeName();
  }

  /** The node of the API server: what is cut off together with it cannot be observed. */
  public static boolean holdsTheApi(String node) {
    return KubernetesCluster.client()
        .nodes()
        .withName(node)
        .require()
        .getStatus()
        .getAddresses()
        .stream()
        .anyMatch(
            address ->
                KubernetesCluster.client().getMasterUrl().getHost().equals(address.getAddress()));
  }
}
