package io.wsfleet.e2e.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.StatusHistory;
import io.wsfleet.e2e.cluster.TestNamespace;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a gateway uses stays until the gateway is gone, whatever the spec asks for by then. */
class RetentionIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("retention");

  @Test
  void clientsAlwaysConnectWhileThePortOfTheGatewaysChanges() {
    var deployedCluster =
        namespace.apply("port", "gateway: {replicas: 2}\nredis: {replicas: 0}").awaitReady();
    deployedCluster.awaitSettled();
    try (var probes = new Probes(deployedCluster.url())) {
      // It does not start, and the old gateways serve as long as it is asked for.
      deployedCluster.patch(
          "{\"spec\":{\"gateway\":{\"port\":5005,\"image\":\"localhost/no-such-image:3\"}}}");
      Awaitility.await("the new image cannot be pulled")
          .atMost(Duration.ofSeconds(60))
          .until(() -> deployedCluster.condition("Degraded").reason().equals("ImagePullFailed"));
      deployedCluster.patch("{\"spec\":{\"gateway\":{\"image\":null}}}");
      deployedCluster.awaitSettled();
      assertTrue(
          deployedCluster.pods("gateway").stream()
              .flatMap(pod -> pod.getSpec().getContainers().get(0).getPorts().stream())
              .anyMatch(port -> port.getContainerPort() == 5005));
      probes.assertNoneFailed();
    }
    deployedCluster.delete();
  }

  @Test
  void theReplicasStayUntilNoGatewayReadsThere() {
    var deployedCluster =
        namespace.apply("replica", "gateway: {replicas: 2}\nredis: {replicas: 1}").awaitReady();
    deployedCluster.awaitSettled();
    var old = deployedCluster.gateways();
    try (var history = StatusHistory.of(deployedCluster)) {
      deployedCluster.patch(
          "{\"spec\":{\"redis\":{\"replicas\":0},\"gateway\":{\"image\":\"localhost/no-such-image:4\"}}}");
      Awaitility.await("the new image cannot be pulled")
          .atMost(Duration.ofSeconds(60))
          .until(() -> deployedCluster.condition("Degraded").reason().equals("ImagePullFailed"));
      assertTrue(deployedCluster.gateways().containsAll(old));
      assertTrue(isThere("service/replica-redis-replica"));
      assertEquals(1, deployedCluster.pods("redis-replica").size());

      deployedCluster.patch("{\"spec\":{\"gateway\":{\"image\":null}}}");
      deployedCluster.awaitSettled();
      Awaitility.await("the replicas are gone")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  !isThere("service/replica-redis-replica")
                      && deployedCluster.pods("redis-replica").isEmpty());
      assertFalse(history.values("BusReady").contains("False"), "" + history.changes("BusReady"));
      assertFalse(history.values("Ready").contains("False"), "" + history.changes("Ready"));
    }
    deployedCluster.delete();
  }

  @Test
  void theBusIsChangedOnlyWithoutGateways() {
    var deployedCluster =
        namespace.apply("bus", "gateway: {replicas: 1}\nredis: {replicas: 0}").awaitReady();
    String[] change = {
      "-n",
      namespace.name(),
      "patch",
      "wsc/bus",
      "--type=merge",
      "-p",
      "{\"spec\":{\"bus\":\"PubSub\"}}"
    };
    var refused = Kubectl.tryRun(change);
    assertNotEquals(0, refused.exit());
    assertTrue(refused.output().contains("while gateway.replicas is 0"), refused.output());

    Kubectl.run("-n", namespace.name(), "scale", "wsc/bus", "--replicas=0");
    Kubectl.run(change);
    Kubectl.run("-n", namespace.name(), "scale", "wsc/bus", "--replicas=1");
    deployedCluster.awaitReady();
    deployedCluster.awaitSettled();
    deployedCluster.delete();
  }

  @Test
  void aPausedFleetIsNotChangedUntilThePauseIsOver() {
    var deployedCluster =
        namespace.apply("pause", "gateway: {replicas: 1}\nredis: {replicas: 0}").awaitReady();
    deployedCluster.awaitSettled();
    var before = deployedCluster.gateways();
    Kubectl.run("-n", namespace.name(), "annotate", "wsc/pause", "wsfleet.io/paused=true");
    deployedCluster.patch("{\"spec\":{\"protocol\":{\"pingIntervalSeconds\":20}}}");
    Awaitility.await("the pause is named")
        .atMost(Duration.ofSeconds(30))
        .until(() -> deployedCluster.condition("Progressing").reason().equals("Paused"));
    assertEquals(before, deployedCluster.gateways());
    Kubectl.run("-n", namespace.name(), "annotate", "wsc/pause", "wsfleet.io/paused-");
    deployedCluster.awaitSettled();
    assertNotEquals(before, deployedCluster.gateways());
    deployedCluster.delete();
  }

  private static boolean isThere(String object) {
    return Kubectl.tryRun("-n", namespace.name(), "get", object).exit() == 0;
  }

  /** New connections to a fleet, ten in a second. */
  private static final class Probes implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(4);
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger probes = new AtomicInteger();
    private final AtomicInteger ending = new AtomicInteger();
    private final String url;

    Probes(String url) {
      this.url = url;
      var unused = timer.scheduleAtFixedRate(this::probe, 0, 100, TimeUnit.MILLISECONDS);
    }

    /** Each has a connection of its own. */
    private void probe() {
      try {
        var connection =
            (HttpURLConnection)
                URI.create(url + "/socket.io/?EIO=4&transport=polling").toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setConnectTimeout(10_000);
        connection.setReadTimeout(10_000);
        int status = connection.getResponseCode();
        connection.disconnect();
        if (status == 503) {
          // By a gateway that ends, until the Service knows it; the client tries again.
          ending.incrementAndGet();
        } else if (status != 200) {
          failures.add("status " + status);
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
      probes.incrementAndGet();
    }

    void assertNoneFailed() {
      assertTrue(probes.get() > 100, probes + " probes");
      assertEquals(List.of(), List.copyOf(failures), "of " + probes + " probes");
      assertTrue(ending.get() * 20 < probes.get(), ending + " of " + probes + " met an end");
    }

    @Override
    public void close() {
      timer.shutdownNow();
    }
  }
}
