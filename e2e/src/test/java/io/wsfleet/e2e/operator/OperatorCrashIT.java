package io.wsfleet.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.OwnedObject;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import java.time.Duration;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator that crashes at any moment leaves nothing incomplete. */
@SideBySide(Lane.OPERATOR)
class OperatorCrashIT {

  private static final int LONGEST_MILLIS = 4000;

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("interrupted");

  private static String undisturbed;

  @BeforeAll
  static void anUndisturbedFleetToCompareWith() {
    DeployedCluster calm = namespace.apply("calm", "gateway: {replicas: 2}\nredis: {replicas: 1}");
    settled(calm, 2);
    undisturbed = describe(calm);
    calm.delete();
  }

  /** Killed once while it installs and once while it scales, each time at another moment. */
  @RepeatedTest(
      value = 4,
      name = "killed at a random moment, {currentRepetition} of {totalRepetitions}")
  void endsInTheStateThatAnUndisturbedOneEndsIn(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    var random = new Random(seed);
    String name = "chat-" + seed;

    DeployedCluster deployedCluster =
        namespace.apply(name, "gateway: {replicas: 1}\nredis: {replicas: 1}");
    try {
      killAfter(random.nextInt(LONGEST_MILLIS));
      deployedCluster.awaitReady(Duration.ofSeconds(120));
      Kubectl.run("-n", namespace.name(), "scale", "wsc/" + name, "--replicas=2");
      killAfter(random.nextInt(LONGEST_MILLIS));
      settled(deployedCluster, 2);

      assertEquals(undisturbed, describe(deployedCluster), "seed " + seed);
    } finally {
      deployedCluster.delete();
    }
  }

  private static void killAfter(int millis) {
    // The moment is the point here, and any moment will do.
    Awaitility.await("a moment")
        .pollDelay(Duration.ofMillis(millis))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> true);
    operator.kill();
  }

  private static void settled(DeployedCluster deployedCluster, int gateways) {
    deployedCluster.awaitReady(Duration.ofSeconds(120));
    Awaitility.await(deployedCluster + " has " + gateways + " gateways and nothing more to do")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                deployedCluster
                        .read()
                        .at("/status/gateways")
                        .asText()
                        .equals(gateways + "/" + gateways)
                    && deployedCluster.condition("Progressing").is(false)
                    && deployedCluster.gateways().size() == gateways);
  }

  /** All objects, without the fleet's own name and the values that the cluster allocates. */
  private static String describe(DeployedCluster deployedCluster) {
    var objects = new TreeMap<String, String>();
    for (OwnedObject ownedObject : OwnedObject.ownedBy(deployedCluster)) {
      if (!ownedObject
          .read()
          .at("/metadata/ownerReferences/0/name")
          .asText()
          .equals(deployedCluster.name())) {
        continue;
      }
      var object = ownedObject.read();
      String spec =
          object.path("spec").toString()
              + object.at("/metadata/labels")
              + (ownedObject.kind().equals("secret") ? object.path("data").size() : "");
      objects.put(
          general(ownedObject.nameWithoutHash(), deployedCluster), general(spec, deployedCluster));
    }
    return String.join("\n", objects.entrySet().stream().map(Object::toString).toList());
  }

  private static String general(String text, DeployedCluster deployedCluster) {
    return text.replace(deployedCluster.name(), "NAME")
        .replaceAll("\"(clusterIP|nodePort)\":[^,}]+", "\"$1\":…")
        .replaceAll("\"clusterIPs\":\\[[^]]*]", "\"clusterIPs\":…")
        .replaceAll("(revision\":\"|-gateway-)[0-9a-z]+", "$1…");
  }
}
