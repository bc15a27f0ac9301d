package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.AuditLog;
import io.wsfleet.e2e.cluster.Cluster;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A fleet at rest costs the API server nothing but the operator's lease. */
@Needs(Need.AUDIT_LOG)
class SettledIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.everywhere();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("settled");

  @Test
  void writesNothingButItsLeaseForAMinute() {
    var fleet = namespace.apply("chat", "gateway: {replicas: 2}").awaitReady();
    namespace
        .apply("bare", "gateway: {replicas: 1}\nredis: {replicas: 0}\nservice: {type: ClusterIP}")
        .awaitReady();
    Awaitility.await("the rollout is over")
        .atMost(Duration.ofSeconds(30))
        .until(() -> fleet.condition("Progressing").is(false));

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
        true, Cluster.client().pods().inNamespace(namespace.name()).list().getItems().size() > 3);
  }
}
