package io.wsfleet.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.gateway.CurrentGateways;
import io.wsfleet.operator.gateway.GatewayDeployment;
import io.wsfleet.operator.gateway.GatewayResources;
import io.wsfleet.operator.redis.CurrentRedis;
import io.wsfleet.operator.redis.RedisResources;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every object, whichever part of the fleet it belongs to. */
class RestrictedTest {

  static Stream<HasMetadata> everything() {
    var cluster = ExampleClusters.reference();
    return Stream.of(
            List.of(GatewayResources.serviceAccount(cluster, "wsfleet-system/wsfleet-operator")),
            RedisResources.desired(
                cluster,
                new CurrentRedis(ExampleClusters.redis(cluster), List.of()),
                ExampleClusters.password(cluster),
                ExampleClusters.acl(cluster),
                true),
            GatewayResources.desired(
                new CurrentGateways(new GatewayDeployment(cluster, "gateway:1"), Optional.empty()),
                3))
        .flatMap(List::stream);
  }

  static Stream<Deployment> deployments() {
    return everything().filter(Deployment.class::isInstance).map(Deployment.class::cast);
  }

  @ParameterizedTest
  @MethodSource("everything")
  void belongsToItsCluster(HasMetadata object) {
    var metadata = object.getMetadata();
    assertEquals("default", metadata.getNamespace());
    assertEquals("chat", metadata.getLabels().get("wsfleet.io/cluster"));
    assertEquals("wsfleet-operator", metadata.getLabels().get("app.kubernetes.io/managed-by"));
    assertEquals(ExampleClusters.UID, metadata.getOwnerReferences().get(0).getUid());
    assertTrue(metadata.getOwnerReferences().get(0).getController());
    assertTrue(metadata.getFinalizers().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void runsUnderTheRestrictedPodSecurityStandard(Deployment deployment) {
    var pod = deployment.getSpec().getTemplate().getSpec();
    assertTrue(pod.getSecurityContext().getRunAsNonRoot());
    assertEquals("RuntimeDefault", pod.getSecurityContext().getSeccompProfile().getType());
    assertFalse(pod.getAutomountServiceAccountToken());
    assertFalse(pod.getEnableServiceLinks());
    for (var container : pod.getContainers()) {
      var security = container.getSecurityContext();
      assertFalse(security.getAllowPrivilegeEscalation());
      assertTrue(security.getReadOnlyRootFilesystem());
      assertEquals(List.of("ALL"), security.getCapabilities().getDrop());
    }
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void isBoundedAndWatched(Deployment deployment) {
    var pod = deployment.getSpec().getTemplate().getSpec();
    for (var container : pod.getContainers()) {
      assertTrue(
          container.getResources().getRequests().keySet().containsAll(List.of("cpu", "memory")));
      assertTrue(
          container.getResources().getLimits().keySet().containsAll(List.of("cpu", "memory")));
      assertNotNull(container.getStartupProbe());
      assertNotNull(container.getReadinessProbe());
      assertNotNull(container.getLivenessProbe());
      assertEquals("IfNotPresent", container.getImagePullPolicy());
    }
    pod.getVolumes().stream()
        .filter(v -> v.getEmptyDir() != null)
        .forEach(v -> assertNotNull(v.getEmptyDir().getSizeLimit(), v.getName()));
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void itsSelectorIsPartOfItsPodsLabels(Deployment deployment) {
    var labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    assertTrue(
        labels
            .entrySet()
            .containsAll(deployment.getSpec().getSelector().getMatchLabels().entrySet()));
  }
}
