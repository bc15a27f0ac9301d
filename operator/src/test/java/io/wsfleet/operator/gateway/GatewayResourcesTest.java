package io.wsfleet.operator.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GatewayResourcesTest {

  @Test
  void theServiceIsThatOfTheReferenceSetup() {
    var service = service(ExampleClusters.reference());
    var expected =
        """
        type: NodePort
        selector: {app.kubernetes.io/component: gateway, wsfleet.io/cluster: chat}
        sessionAffinity: ClientIP
        sessionAffinityConfig: {clientIP: {timeoutSeconds: 10}}
        ports: [{port: 3000, protocol: TCP, targetPort: client, nodePort: 30000}]
        """;
    assertEquals(tree(expected), tree(new KubernetesSerialization().asYaml(service.getSpec())));
  }

  @Test
  void theClusterChoosesTheNodePortIfTheSpecHasNone() {
    assertNull(service(ExampleClusters.chat("{}")).getSpec().getPorts().get(0).getNodePort());
  }

  @Test
  void aGatewayThatIsNotReadyKeepsNoNodeFromBeingDrained() {
    var cluster = ExampleClusters.chat("gateway: {replicas: 2}");
    var budgets =
        GatewayResources.desired(new CurrentGateways(deployment(cluster), Optional.empty()), 2)
            .stream()
            .filter(PodDisruptionBudget.class::isInstance)
            .map(PodDisruptionBudget.class::cast)
            .map(budget -> budget.getSpec().getUnhealthyPodEvictionPolicy())
            .toList();
    assertEquals(List.of("AlwaysAllow"), budgets);
  }

  @Test
  void withoutAffinityTheServiceHasNoTimeout() {
    var spec = service(ExampleClusters.chat("service: {sessionAffinity: None}")).getSpec();
    assertEquals("None", spec.getSessionAffinity());
    assertNull(spec.getSessionAffinityConfig());
  }

  @Test
  void theApiHasAClusterIpServiceWithThePortOfThePods() {
    var cluster = ExampleClusters.chat("api: {port: 6001}");
    var api = service(cluster, "chat-api");
    var expected =
        """
        type: ClusterIP
        selector: {app.kubernetes.io/component: gateway, wsfleet.io/cluster: chat}
        ports: [{name: http, port: 6001, protocol: TCP, targetPort: api}]
        """;
    assertEquals(tree(expected), tree(new KubernetesSerialization().asYaml(api.getSpec())));
    assertTrue(
        container(cluster).getPorts().stream()
            .anyMatch(p -> p.getName().equals("api") && p.getContainerPort() == 6001));
  }

  @Test
  void theTokenIsInTheNamedSecretOrInAnOwnOne() {
    assertEquals("chat-api", tokenVolume("{}").getSecretName());
    assertEquals("mine", tokenVolume("api: {tokenSecret: mine}").getSecretName());
    assertEquals(
        List.of("token"), tokenVolume("{}").getItems().stream().map(KeyToPath::getKey).toList());
  }

  @Test
  void aTokenHasAllRandomBytesAndIsNeverAppliedAgain() {
    var cluster = ExampleClusters.chat("{}");
    var made = ApiToken.create(cluster, new byte[32]);
    assertEquals(43, Base64.getDecoder().decode(made.getData().get("token")).length);
    assertTrue(ApiToken.hasToken(made));
    var found = new SecretBuilder(made).editMetadata().withUid("found").endMetadata().build();
    assertTrue(ApiToken.restoreMetadata(cluster, found).getData().isEmpty());
    assertEquals("found", ApiToken.restoreMetadata(cluster, found).getMetadata().getUid());
  }

  @Test
  void aSecretWithAnotherKeyHasNoToken() {
    assertFalse(ApiToken.hasToken(new SecretBuilder().addToData("password", "eA==").build()));
    assertFalse(ApiToken.hasToken(new SecretBuilder().withData(null).build()));
  }

  @Test
  void onlyMoreThanOneGatewayHasABudget() {
    assertEquals(
        List.of("Deployment", "Service", "Service", "PodDisruptionBudget"),
        kinds(ExampleClusters.reference()));
    assertEquals(
        List.of("Deployment", "Service", "Service"),
        kinds(ExampleClusters.chat("gateway: {replicas: 1}")));
  }

  @Test
  void theDeploymentIsNamedAfterItsTemplate() {
    var gateways = deployment(ExampleClusters.reference());
    var made = gateways.build(3);
    assertEquals("chat-gateway-" + gateways.revision(), made.getMetadata().getName());
    assertEquals(gateways.revision(), made.getMetadata().getLabels().get(Labels.REVISION));
    assertEquals(
        gateways.revision(),
        made.getSpec().getTemplate().getMetadata().getLabels().get(Labels.REVISION));
  }

  @Test
  void scalingIsNotANewRevision() {
    assertEquals(
        deployment(ExampleClusters.chat("gateway: {replicas: 2}")).revision(),
        deployment(ExampleClusters.chat("gateway: {replicas: 9}")).revision());
  }

  @Test
  void anotherTemplateIsANewRevision() {
    var revision = deployment(ExampleClusters.chat("{}")).revision();
    for (var change :
        List.of(
            "protocol: {pingIntervalSeconds: 5}",
            "gateway: {port: 6000}",
            "events: [{\"on\": a}]",
            "gateway: {resources: {limits: {memory: 1Gi}}}")) {
      assertNotEquals(revision, deployment(ExampleClusters.chat(change)).revision(), change);
    }
    assertNotEquals(
        revision, new GatewayDeployment(ExampleClusters.chat("{}"), "other:1").revision());
  }

  @Test
  void thePasswordIsInAFileAndNotPartOfTheRevision() {
    var template = deployment(ExampleClusters.chat("{}")).build(1).getSpec().getTemplate();
    assertEquals(Map.of(), template.getMetadata().getAnnotations());
    var volume = template.getSpec().getVolumes().get(0).getSecret();
    assertEquals("chat-redis-acl", volume.getSecretName());
    assertEquals(List.of("password"), volume.getItems().stream().map(i -> i.getPath()).toList());
  }

  @Test
  void theRevisionDoesNotDependOnTheOrderOfMaps() {
    var one = "gateway: {resources: {limits: {memory: 1Gi, cpu: '1'}}}";
    var other = "gateway: {resources: {limits: {cpu: '1', memory: 1Gi}}}";
    assertEquals(
        deployment(ExampleClusters.chat(one)).revision(),
        deployment(ExampleClusters.chat(other)).revision());
  }

  @Test
  void livenessAndReadinessHaveDifferentPaths() {
    var gateway = container(ExampleClusters.chat("{}"));
    assertEquals("/health/started", gateway.getStartupProbe().getHttpGet().getPath());
    assertEquals("/health/ready", gateway.getReadinessProbe().getHttpGet().getPath());
    assertEquals("/health/live", gateway.getLivenessProbe().getHttpGet().getPath());
  }

  @Test
  void acceptsAnotherImage() {
    var made = new GatewayDeployment(ExampleClusters.chat("{}"), "mine/gateway:7").build(1);
    assertTrue(
        made.getSpec().getTemplate().getSpec().getContainers().stream()
            .allMatch(c -> c.getImage().equals("mine/gateway:7")));
  }

  private static List<String> kinds(WebSocketCluster cluster) {
    return GatewayResources.desired(new CurrentGateways(deployment(cluster), Optional.empty()), 3)
        .stream()
        .map(HasMetadata::getKind)
        .toList();
  }

  /** The image is of the choice of who creates the resource. */
  @Test
  void mountsOnlyTheNamedKeysOfASecretThatTheResourceNames() {
    var volumes =
        new GatewayDeployment(
                ExampleClusters.chat("tls: {secretName: chat-tls}\napi: {tokenSecret: mine}"),
                "gateway:1")
            .build(1)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getVolumes();
    assertEquals(
        Map.of("mine", List.of("token"), "chat-tls", List.of("tls.crt", "tls.key", "ca.crt")),
        volumes.stream()
            .filter(v -> v.getSecret() != null)
            .filter(v -> !v.getSecret().getSecretName().equals("chat-redis-acl"))
            .collect(
                Collectors.toMap(
                    v -> v.getSecret().getSecretName(),
                    v -> v.getSecret().getItems().stream().map(i -> i.getKey()).toList())));
  }

  @Test
  void withTlsItMountsTheSecretAndIsProbedByHttps() {
    var template =
        new GatewayDeployment(ExampleClusters.chat("tls: {secretName: chat-tls}"), "gateway:1")
            .build(1)
            .getSpec()
            .getTemplate()
            .getSpec();
    var container = template.getContainers().get(0);
    for (var probe :
        List.of(
            container.getStartupProbe(),
            container.getReadinessProbe(),
            container.getLivenessProbe())) {
      assertEquals("HTTPS", probe.getHttpGet().getScheme());
    }
    assertTrue(
        container.getVolumeMounts().stream()
            .anyMatch(
                m -> m.getName().equals("tls") && m.getMountPath().equals("/etc/wsfleet/tls")));
    assertTrue(
        template.getVolumes().stream()
            .anyMatch(
                v ->
                    v.getName().equals("tls") && v.getSecret().getSecretName().equals("chat-tls")));
  }

  private static GatewayDeployment deployment(WebSocketCluster cluster) {
    return new GatewayDeployment(cluster, "gateway:1");
  }

  private static Service service(WebSocketCluster cluster) {
    return service(cluster, "chat");
  }

  private static Service service(WebSocketCluster cluster, String name) {
    return GatewayResources.desired(new CurrentGateways(deployment(cluster), Optional.empty()), 3)
        .stream()
        .filter(Service.class::isInstance)
        .map(Service.class::cast)
        .filter(s -> s.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static PodSpec pod(WebSocketCluster cluster) {
    return deployment(cluster).build(1).getSpec().getTemplate().getSpec();
  }

  private static Container container(WebSocketCluster cluster) {
    return pod(cluster).getContainers().get(0);
  }

  private static SecretVolumeSource tokenVolume(String spec) {
    return pod(ExampleClusters.chat(spec)).getVolumes().stream()
        .filter(v -> v.getName().equals("api-token"))
        .findFirst()
        .orElseThrow()
        .getSecret();
  }

  private static Map<?, ?> tree(String yaml) {
    return new KubernetesSerialization().unmarshal(yaml, Map.class);
  }
}
