package io.wsfleet.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.wsfleet.operator.bootstrap.OperatorConfig;
import io.wsfleet.operator.bootstrap.Setting;
import io.wsfleet.operator.bootstrap.Version;
import io.wsfleet.operator.kube.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds deploy/ to what the program does and asks for. */
class DeployTest {

  private static final Path DEPLOY = Path.of("../deploy");

  @Test
  void theOperatorHasExactlyThePermissionsThatItNeedsInANamespace() throws IOException {
    assertEquals(
        new HashSet<>(Permission.inNamespaces()), permissions(one(ClusterRole.class).getRules()));
  }

  @Test
  void itHasThePermissionsForItsLease() throws IOException {
    assertEquals(new HashSet<>(Permission.forLease()), permissions(one(Role.class).getRules()));
  }

  @Test
  void theDefaultInstallHasNoClusterWidePermission() throws IOException {
    assertEquals(List.of(), all(DEPLOY, ClusterRoleBinding.class));
    var bound =
        all(DEPLOY, RoleBinding.class).stream()
            .map(b -> b.getMetadata().getNamespace())
            .collect(Collectors.toSet());
    assertEquals(Set.of("default", "wsfleet-system"), bound);
  }

  /** Where the manifest named it, applying another version would take it back. */
  @Test
  void theManifestDoesNotSetTheServedNamespaces() throws IOException {
    assertEquals(Set.of("default"), OperatorConfig.from(Map.of()).namespaces());
    assertTrue(
        container().getEnv().stream().noneMatch(e -> e.getName().equals("WSFLEET_NAMESPACES")));
    var everywhere = DEPLOY.resolve("all-namespaces");
    assertEquals(1, all(everywhere, ClusterRoleBinding.class).size());
    assertEquals(List.of(), all(everywhere, Deployment.class));
  }

  @Test
  void itsImageHasThisVersion() throws IOException {
    assertEquals("wsfleet/operator:" + Version.TEXT, container().getImage());
  }

  /** A drained node takes one of them. */
  @Test
  void twoOperatorsRunOnDifferentNodesIfPossible() throws IOException {
    var deployment = one(Deployment.class);
    var pod = deployment.getSpec().getTemplate().getSpec();
    assertEquals(2, deployment.getSpec().getReplicas());
    assertEquals(
        one(io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass.class)
            .getMetadata()
            .getName(),
        pod.getPriorityClassName());
    var apart =
        pod.getAffinity()
            .getPodAntiAffinity()
            .getPreferredDuringSchedulingIgnoredDuringExecution()
            .get(0)
            .getPodAffinityTerm();
    var labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    assertEquals("kubernetes.io/hostname", apart.getTopologyKey());
    assertEquals(labels, apart.getLabelSelector().getMatchLabels());
    var budget = one(io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget.class).getSpec();
    assertEquals(labels, budget.getSelector().getMatchLabels());
    assertEquals(1, budget.getMaxUnavailable().getIntVal());
    assertEquals("AlwaysAllow", budget.getUnhealthyPodEvictionPolicy());
  }

  /** Without an API server it is not ready, and another start would not help. */
  @Test
  void onlyLivenessStartsItAgain() throws IOException {
    assertEquals("/health/live", container().getStartupProbe().getHttpGet().getPath());
    assertEquals("/health/live", container().getLivenessProbe().getHttpGet().getPath());
    assertEquals("/health/ready", container().getReadinessProbe().getHttpGet().getPath());
  }

  @Test
  void theProgramKnowsItsVariables() throws IOException {
    var known = Arrays.stream(Setting.values()).map(Setting::variable).toList();
    container().getEnv().stream()
        .forEach(e -> assertTrue(known.contains(e.getName()), e.getName()));
  }

  @Test
  void itMeetsTheRestrictedStandardThatItsNamespaceEnforces() throws IOException {
    var pod = one(Deployment.class).getSpec().getTemplate().getSpec();
    var security = pod.getContainers().get(0).getSecurityContext();
    assertTrue(pod.getSecurityContext().getRunAsNonRoot());
    assertEquals("RuntimeDefault", pod.getSecurityContext().getSeccompProfile().getType());
    assertTrue(security.getReadOnlyRootFilesystem());
    assertEquals(List.of("ALL"), security.getCapabilities().getDrop());
    assertEquals(
        "restricted",
        all(DEPLOY, io.fabric8.kubernetes.api.model.Namespace.class)
            .get(0)
            .getMetadata()
            .getLabels()
            .get("pod-security.kubernetes.io/enforce"));
  }

  private static Set<Permission> permissions(List<PolicyRule> rules) {
    return rules.stream()
        .flatMap(
            rule ->
                rule.getResources().stream()
                    .map(
                        resource ->
                            new Permission(
                                rule.getApiGroups().get(0),
                                resource,
                                new TreeSet<>(rule.getVerbs()))))
        .collect(Collectors.toSet());
  }

  private static Container container() throws IOException {
    return one(Deployment.class).getSpec().getTemplate().getSpec().getContainers().get(0);
  }

  private static <T extends HasMetadata> T one(Class<T> kind) throws IOException {
    var found = all(DEPLOY, kind);
    assertEquals(1, found.size());
    return found.get(0);
  }

  private static <T extends HasMetadata> List<T> all(Path folder, Class<T> kind)
      throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".yaml"))
          .sorted()
          .flatMap(f -> documents(f).stream())
          .filter(kind::isInstance)
          .map(kind::cast)
          .toList();
    }
  }

  private static List<HasMetadata> documents(Path file) {
    try {
      return Arrays.stream(Files.readString(file).split("(?m)^---$"))
          .map(text -> (HasMetadata) new KubernetesSerialization().unmarshal(text))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
