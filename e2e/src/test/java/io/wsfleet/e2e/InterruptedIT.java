package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.Owned;
import io.wsfleet.e2e.cluster.TestNamespace;
import java.time.Duration;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator that dies at any moment has left nothing half done for ever. */
class InterruptedIT {

  private static final int LONGEST_MILLIS = 4000;

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.everywhere();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("interrupted");

  private static String undisturbed;

  @BeforeAll
  static void anUndisturbedFleetToCompareWith() {
    Fleet calm = namespace.apply("calm", "gateway: {replicas: 2}\nredis: {replicas: 1}");
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

    Fleet fleet = namespace.apply(name, "gateway: {replicas: 1}\nredis: {replicas: 1}");
    try {
      killAfter(random.nextInt(LONGEST_MILLIS));
      fleet.awaitReady(Duration.ofSeconds(120));
      Kubectl.run("-n", namespace.name(), "scale", "wsc/" + name, "--replicas=2");
      killAfter(random.nextInt(LONGEST_MILLIS));
      settled(fleet, 2);

      assertEquals(undisturbed, describe(fleet), "seed " + seed);
    } finally {
      fleet.delete();
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

  private static void settled(Fleet fleet, int gateways) {
    fleet.awaitReady(Duration.ofSeconds(120));
    Awaitility.await(fleet + " has " + gateways + " gateways and nothing more to do")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                fleet.read().at("/status/gateways").asText().equals(gateways + "/" + gateways)
                    && fleet.condition("Progressing").is(false)
                    && fleet.gateways().size() == gateways);
  }

  /** What is there, with the fleet's own name, and whatever the cluster hands out, taken out. */
  private static String describe(Fleet fleet) {
    var objects = new TreeMap<String, String>();
    for (Owned owned : Owned.by(fleet)) {
      if (!owned.read().at("/metadata/ownerReferences/0/name").asText().equals(fleet.name())) {
        continue;
      }
      var object = owned.read();
      String spec =
          object.path("spec").toString()
              + object.at("/metadata/labels")
              + (owned.kind().equals("secret") ? object.path("data").size() : "");
      objects.put(general(owned.generalName(), fleet), general(spec, fleet));
    }
    return String.join("\n", objects.entrySet().stream().map(Object::toString).toList());
  }

  private static String general(String text, Fleet fleet) {
    return text.replace(fleet.name(), "NAME")
        .replaceAll("\"(clusterIP|nodePort)\":[^,}]+", "\"$1\":…")
        .replaceAll("\"clusterIPs\":\\[[^]]*]", "\"clusterIPs\":…")
        .replaceAll("(revision\":\"|-gateway-)[0-9a-z]+", "$1…");
  }
}
