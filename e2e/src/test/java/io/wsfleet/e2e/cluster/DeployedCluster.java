package io.wsfleet.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** A WebSocketCluster and its objects in the cluster. */
public record DeployedCluster(String namespace, String name) {

  /** One condition of its status. */
  public record Condition(String status, String reason, String message, long observedGeneration) {

    public boolean is(boolean expected) {
      return status.equals(expected ? "True" : "False");
    }
  }

  /** Applies a WebSocketCluster of this name with the given spec in YAML without indentation. */
  public static DeployedCluster apply(String namespace, String name, String spec) {
    Kubectl.apply(namespace, yaml(name, spec));
    return new DeployedCluster(namespace, name);
  }

  public static String yaml(String name, String spec) {
    return """
        apiVersion: wsfleet.io/v1alpha1
        kind: WebSocketCluster
        metadata: {name: %s}
        spec:
        """
            .formatted(name)
        + spec.strip().indent(2);
  }

  public DeployedCluster awaitReady() {
    return awaitReady(Duration.ofSeconds(90));
  }

  /** Waits until the operator has observed the present generation and reports Ready. */
  public DeployedCluster awaitReady(Duration atMost) {
    Awaitility.await(this + " is ready")
        .pollInterval(Duration.ofMillis(250))
        .atMost(atMost)
        .until(() -> condition("Ready"), ready -> ready.is(true) && isCurrent(ready));
    return this;
  }

  /** Waits until everything is as the present spec asks. */
  public DeployedCluster awaitSettled() {
    Awaitility.await(this + " is as its spec asks")
        .pollInterval(Duration.ofMillis(250))
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              var progressing = condition("Progressing");
              return isCurrent(progressing) && progressing.is(false) && condition("Ready").is(true);
            });
    return this;
  }

  public JsonNode read() {
    return KubernetesCluster.get(path());
  }

  public JsonNode scale() {
    return KubernetesCluster.get(path() + "/scale");
  }

  public Condition condition(String type) {
    return StreamSupport.stream(read().at("/status/conditions").spliterator(), false)
        .filter(condition -> condition.path("type").asText().equals(type))
        .map(
            condition ->
                new Condition(
                    condition.path("status").asText(),
                    condition.path("reason").asText(),
                    condition.path("message").asText(),
                    condition.path("observedGeneration").asLong()))
        .findFirst()
        .orElse(new Condition("Unknown", "", "", 0));
  }

  public Service service() {
    return Objects.requireNonNull(
        KubernetesCluster.client().services().inNamespace(namespace).withName(name).get(),
        "no service");
  }

  /** The address for clients outside of the cluster. */
  public String url() {
    return "http://" + KubernetesCluster.nodeAddress() + ":" + nodePort();
  }

  /** The same address at each node; the status names a node that has a gateway. */
  public List<String> urls() {
    return ClusterNodes.addresses().stream()
        .map(address -> "http://" + address + ":" + nodePort())
        .toList();
  }

  public int nodePort() {
    return service().getSpec().getPorts().get(0).getNodePort();
  }

  /** Exposes its HTTP API outside of the cluster and returns the address. */
  public String exposeApi() {
    Kubectl.apply(
        namespace,
        """
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s-api-outside}
        spec:
          type: NodePort
          selector: {wsfleet.io/cluster: %1$s, app.kubernetes.io/component: gateway}
          ports: [{port: 5001}]
        """
            .formatted(name));
    var service =
        KubernetesCluster.client()
            .services()
            .inNamespace(namespace)
            .withName(name + "-api-outside")
            .require();
    return "http://%s:%d"
        .formatted(
            KubernetesCluster.nodeAddress(), service.getSpec().getPorts().get(0).getNodePort());
  }

  /** Changes its spec by a merge patch. */
  public void patch(String mergePatch) {
    Kubectl.run("-n", namespace, "patch", "wsc/" + name, "--type=merge", "-p", mergePatch);
  }

  /** The restarts of its gateways' containers, all together. */
  public int gatewayRestarts() {
    return pods("gateway").stream()
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .mapToInt(status -> status.getRestartCount())
        .sum();
  }

  /** The pods of a component (gateway, redis-master, redis-replica) that are not terminating. */
  public List<Pod> pods(String component) {
    return KubernetesCluster.client()
        .pods()
        .inNamespace(namespace)
        .withLabel("wsfleet.io/cluster", name)
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  public List<String> gateways() {
    return pods("gateway").stream().map(pod -> pod.getMetadata().getName()).sorted().toList();
  }

  public String log(String pod) {
    return KubernetesCluster.client().pods().inNamespace(namespace).withName(pod).getLog();
  }

  public String redisPassword() {
    return secret(name + "-redis", "password");
  }

  /** The configuration with which a new Redis starts. */
  public String redisConfiguration() {
    return secret(name + "-redis-acl", "redis.conf");
  }

  public String apiToken() {
    return secret(name + "-api", "token");
  }

  private String secret(String secret, String key) {
    String encoded =
        KubernetesCluster.client()
            .secrets()
            .inNamespace(namespace)
            .withName(secret)
            .require()
            .getData()
            .get(key);
    return new String(Base64.getDecoder().decode(encoded), UTF_8);
  }

  /** The value of a gateway's metric, summed over its labels. */
  public double metric(String gateway, String metric) {
    String metrics =
        KubernetesCluster.client()
            .raw("/api/v1/namespaces/%s/pods/%s:9000/proxy/metrics".formatted(namespace, gateway));
    return Objects.requireNonNull(metrics, gateway + " has no metrics")
        .lines()
        .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  public void delete() {
    Kubectl.run("-n", namespace, "delete", "wsc", name, "--ignore-not-found");
  }

  private boolean isCurrent(Condition condition) {
    return condition.observedGeneration() == read().at("/metadata/generation").asLong();
  }

  private String path() {
    return "/apis/wsfleet.io/v1alpha1/namespaces/%s/websocketclusters/%s"
        .formatted(namespace, name);
  }

  @Override
  public String toString() {
    return "wsc/" + name + " in " + namespace;
  }
}
