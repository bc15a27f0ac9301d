package io.wsfleet.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.AuditLog;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** For a fleet at rest the operator writes nothing but its lease. */
@Needs(Need.AUDIT_LOG)
class SteadyStateIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("settled");

  @Test
  void writesNothingButItsLeaseForAMinute() {
    var deployedCluster = namespace.apply("chat", "gateway: {replicas: 2}").awaitReady();
    var bare =
        namespace
            .apply(
                "bare", "gateway: {replicas: 1}\nredis: {replicas: 0}\nservice: {type: ClusterIP}")
            .awaitReady();
    for (DeployedCluster each : List.of(deployedCluster, bare)) {
      Awaitility.await(each + " has nothing more to do and knows its connections")
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  each.condition("Progressing").is(false)
                      && each.read().at("/status/connections").isNumber());
    }

    var redis = new RedisPods(deployedCluster);
    var callsBefore = redis.info("commandstats", "cmdstat_replicaof");
    AuditLog log = AuditLog.fromNow();
    // The minute is what is measured here, not a wait for something to happen.
    Awaitility.await("a minute at rest")
        .pollDelay(Duration.ofSeconds(60))
        .atMost(Duration.ofSeconds(70))
        .until(() -> true);

    List<String> writes = log.writesByTheOperator(operator.serviceAccount(), namespace.name());
    Predicate<String> lease = write -> write.contains(" leases/");
    assertEquals(List.of(), writes.stream().filter(lease.negate()).toList());
    assertEquals(
        true, writes.stream().anyMatch(lease), "the log does not even show the lease: wrong log?");
    assertEquals(
        calls(callsBefore),
        calls(redis.info("commandstats", "cmdstat_replicaof")),
        "Redis was told whom to follow");
  }

  /** How often a command was sent to each pod, which is in front of what it took. */
  private static Map<String, String> calls(Map<String, String> statistics) {
    return statistics.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().split(",")[0]));
  }
}
