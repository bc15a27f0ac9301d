package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.AuditLog;
import io.wsfleet.e2e.cluster.Fleet;
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
    var bare =
        namespace
            .apply(
                "bare", "gateway: {replicas: 1}\nredis: {replicas: 0}\nservice: {type: ClusterIP}")
            .awaitReady();
    for (Fleet each : List.of(fleet, bare)) {
      Awaitility.await(each + " has nothing more to do and knows its connections")
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  each.condition("Progressing").is(false)
                      && each.read().at("/status/connections").isNumber());
    }

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
  }
}
