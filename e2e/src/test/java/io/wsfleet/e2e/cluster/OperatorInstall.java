package io.wsfleet.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The operator as {@code crds/} and {@code deploy/} install it, with the images of this run. The
 * first class that needs it installs it, each later class checks it, and it is removed after the
 * last.
 */
public final class OperatorInstall implements BeforeAllCallback {

  public static final String NAMESPACE = "wsfleet-system";
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private final boolean allNamespaces;

  private OperatorInstall(boolean everywhere) {
    this.allNamespaces = everywhere;
  }

  /** Not there yet: the class installs it itself, and the run removes it in the end. */
  public static OperatorInstall later() {
    return new OperatorInstall(false);
  }

  /** As {@code deploy/} has it, and for all namespaces. */
  public static OperatorInstall allNamespaces() {
    return new OperatorInstall(true);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    var installed =
        context
            .getRoot()
            .getStore(Namespace.create(OperatorInstall.class))
            .getOrComputeIfAbsent(Installed.class, key -> new Installed(), Installed.class);
    if (!allNamespaces) return;
    installed.allNamespaces();
    awaitRunning();
  }

  /**
   * What is applied to install it, images replaced: {@code crds}, {@code deploy}, {@code samples}.
   */
  public static Path files() {
    return Manifests.rendered();
  }

  /** Waits until as many operators run as are asked for. */
  public void awaitRunning() {
    Awaitility.await("the operator runs")
        .pollInterval(Duration.ofMillis(250))
        .atMost(TIMEOUT)
        .until(
            () -> {
              Deployment now = deployment();
              int wanted = now.getSpec().getReplicas();
              var status = now.getStatus();
              return now.getMetadata().getGeneration().equals(status.getObservedGeneration())
                  && orZero(status.getReadyReplicas()) == wanted
                  && orZero(status.getUpdatedReplicas()) == wanted
                  && pods().size() == wanted;
            });
  }

  public void scale(int replicas) {
    Kubectl.run(
        "-n",
        NAMESPACE,
        "scale",
        "deployment/" + deployment().getMetadata().getName(),
        "--replicas=" + replicas);
    awaitRunning();
  }

  /** Changes its Deployment by a strategic merge patch, and waits until what runs is as it says. */
  public void patch(String strategicMerge) {
    Kubectl.run(
        "-n",
        NAMESPACE,
        "patch",
        "deployment/" + deployment().getMetadata().getName(),
        "-p",
        strategicMerge);
    awaitRunning();
  }

  /**
   * Two operators. One may be frozen for a minute, so the liveness probe allows more than that: the
   * kubelet of a frozen machine kills nobody either.
   */
  public void scaleToTwoWithLongLiveness() {
    patch(
        "{\"spec\":{\"replicas\":2,\"template\":{\"spec\":{\"containers\":"
            + "[{\"name\":\"operator\",\"livenessProbe\":{\"failureThreshold\":60}}]}}}}");
  }

  /** One, as the tests run it. */
  public void scaleToOne() {
    patch(
        "{\"spec\":{\"replicas\":1,\"template\":{\"spec\":{\"containers\":"
            + "[{\"name\":\"operator\",\"livenessProbe\":{\"failureThreshold\":null}}]}}}}");
  }

  /** Once more what was applied to install it, as somebody does who installs another version. */
  public static void applyAll() {
    Kubectl.runIn(files(), "apply", "-f", "crds/", "-f", "deploy/", "-f", "deploy/all-namespaces/");
  }

  /** Rises with each change of its Deployment's spec. */
  public long generation() {
    return deployment().getMetadata().getGeneration();
  }

  public String serviceAccount() {
    return deployment().getSpec().getTemplate().getSpec().getServiceAccountName();
  }

  public List<String> pods() {
    return KubernetesCluster.client().pods().inNamespace(NAMESPACE).list().getItems().stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  /** Ends each operator at once, as a node does that loses its power. */
  public void kill() {
    KubernetesCluster.client().pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
  }

  /** The pod that holds the lease. */
  public String leader() {
    String holder =
        Awaitility.await("somebody leads")
            .atMost(TIMEOUT)
            .until(OperatorInstall::leaseHolder, name -> !name.isEmpty());
    return pods().stream()
        .filter(pod -> holder.equals(pod) || holder.startsWith(pod))
        .findFirst()
        .orElse(holder);
  }

  public String container(String podName) {
    Pod pod = KubernetesCluster.client().pods().inNamespace(NAMESPACE).withName(podName).require();
    return pod.getSpec().getContainers().get(0).getName();
  }

  /** Who holds the lease; empty where nobody does. */
  public static String leaseHolder() {
    return KubernetesCluster.client().leases().inNamespace(NAMESPACE).list().getItems().stream()
        .map(lease -> lease.getSpec().getHolderIdentity())
        .filter(holder -> holder != null && !holder.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Deployment deployment() {
    var deployments =
        KubernetesCluster.client().apps().deployments().inNamespace(NAMESPACE).list().getItems();
    if (deployments.size() != 1) {
      throw new AssertionError("deploy/ ought to make one Deployment, not " + deployments.size());
    }
    return deployments.get(0);
  }

  private static int orZero(Integer number) {
    return number == null ? 0 : number;
  }

  /** What this run has installed so far. JUnit closes it after the last test. */
  private static final class Installed implements ExtensionContext.Store.CloseableResource {

    // What is of somebody else is put to other images, but it is not taken away.
    private final boolean operatorWasThere = isThere("namespace", NAMESPACE);
    private final boolean kindWasThere = isThere("crd", "websocketclusters.wsfleet.io");
    private boolean allNamespaces;

    synchronized void allNamespaces() {
      if (allNamespaces) return;
      applyAll();
      Kubectl.run(
          "-n", NAMESPACE, "set", "env", "deployment/wsfleet-operator", "WSFLEET_NAMESPACES=*");
      allNamespaces = true;
    }

    @Override
    public void close() {
      if (!kindWasThere) {
        Kubectl.tryRun("delete", "wsc", "--all", "--all-namespaces", "--timeout=30s");
        delete("crds/");
      }
      if (operatorWasThere) return;
      if (allNamespaces) delete("deploy/all-namespaces/");
      delete("deploy/");
    }

    private static boolean isThere(String kind, String name) {
      return Kubectl.tryRun("get", kind, name).exit() == 0;
    }

    private static void delete(String folder) {
      Kubectl.tryRun(
          "delete",
          "--ignore-not-found",
          "--timeout=60s",
          "-f",
          files().resolve(folder).toString());
    }
  }
}
