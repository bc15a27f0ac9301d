package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.wsfleet.operator.api.status.Condition;
import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.redis.failover.Term;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusReportTest {

  private static final Instant LATER = Instant.parse("2026-01-01T01:00:00.5Z");

  @Test
  void aHealthyFleetIsReadyAndSettled() {
    var status = report(ClusterObservationBuilder.healthy());
    assertSaid(status, "Ready", "True", "Serving", "2 gateways serve.");
    assertSaid(status, "Progressing", "False", "Settled", "Everything is as the spec asks.");
    assertSaid(status, "Degraded", "False", "AsExpected", "There is no problem.");
    assertSaid(
        status,
        "BusReady",
        "True",
        "BusConnected",
        "2 gateways receive the heartbeats of each other.");
    assertEquals(ClusterObservationBuilder.SERVING, status.redis());
    assertEquals("2/2", status.gateways());
    assertEquals("2/2", status.redisPods());
    assertEquals(2, status.replicas());
    assertEquals("app.kubernetes.io/component=gateway,wsfleet.io/cluster=chat", status.selector());
    assertEquals("new", status.revision());
    assertEquals(1L, status.observedGeneration());
  }

  @Test
  void anUnchangedFleetHasTheSameStatus() {
    var former = report(ClusterObservationBuilder.healthy());
    assertEquals(former, report(ClusterObservationBuilder.healthy().at(LATER), former));
  }

  @Test
  void aConditionHasTheTimeOfItsLastTransition() {
    var former = report(ClusterObservationBuilder.healthy());
    var now =
        report(
            ClusterObservationBuilder.healthy()
                .without("chat-gateway-new")
                .gateways("new", 2, 1)
                .at(LATER),
            former);
    assertEquals("2026-01-01T01:00:00Z", condition(now, "Ready").lastTransitionTime());
    assertEquals("2026-01-01T00:00:00Z", condition(now, "Degraded").lastTransitionTime());
  }

  @Test
  void anotherReasonIsNotATransition() {
    var former =
        report(
            ClusterObservationBuilder.healthy().without("chat-gateway-new").gateways("new", 2, 1));
    var now =
        report(ClusterObservationBuilder.healthy().without("chat-redis-master").at(LATER), former);
    assertEquals("RedisNotReady", condition(now, "Ready").reason());
    assertEquals("2026-01-01T00:00:00Z", condition(now, "Ready").lastTransitionTime());
  }

  @Test
  void countsMissingGateways() {
    var status =
        report(
            ClusterObservationBuilder.healthy().without("chat-gateway-new").gateways("new", 2, 1));
    assertSaid(status, "Ready", "False", "GatewaysNotReady", "1 of 2 gateways are ready.");
    assertSaid(status, "Progressing", "True", "Scaling", "1 of 2 gateways are ready.");
  }

  @Test
  void aFleetIsReadyDuringARolloutIfEnoughGatewaysServe() {
    var status =
        report(
            ClusterObservationBuilder.healthy()
                .without("chat-gateway-new")
                .gateways("old", 2, 2)
                .gateways("new", 1, 0));
    assertSaid(status, "Ready", "True", "Serving", "2 gateways serve.");
    assertSaid(status, "Progressing", "True", "RollingOut", "0 of 2 gateways are of revision new.");
    assertEquals(3, status.replicas());
  }

  /** Whichever it is: the pod of the master's Deployment need not have the role. */
  @Test
  void countsMissingRedisPods() {
    var status =
        report(
            ClusterObservationBuilder.healthy()
                .without("chat-redis-master")
                .without("chat-redis-replica")
                .redis(0, 1));
    assertSaid(
        status, "Ready", "False", "RedisNotReady", "1 of 2 Redis pods are ready; 2 are required.");
    assertEquals("1/2", status.redisPods());
  }

  @Test
  void aFleetIsReadyWithTheMasterAndTheRequiredReplicas() {
    var status =
        report(
            ClusterObservationBuilder.of(
                    "gateway: {replicas: 0}\nredis: {replicas: 2, minInSyncReplicas: 1}")
                .redis(1, 1)
                .gateways("new", 0, 0));
    assertSaid(status, "Ready", "True", "ScaledToZero", "No gateways are desired.");
    assertSaid(status, "Progressing", "True", "StartingRedis", "2 of 3 Redis pods are ready.");
  }

  @Test
  void aFleetWithoutAMasterIsNotReady() {
    var status =
        report(
            ClusterObservationBuilder.healthy()
                .recorded(Term.of(ClusterObservationBuilder.SERVING).electing(LATER, 1).status()));
    var sentence = "Redis has no master at the moment; term 2 is beginning. Waiting for b.";
    assertSaid(status, "Ready", "False", "NoRedisMaster", sentence);
    assertSaid(status, "BusReady", "False", "NoRedisMaster", sentence);
    assertSaid(status, "Progressing", "False", "Settled", "Everything is as the spec asks.");
  }

  @Test
  void aFleetWithAMissingHeartbeatIsNotReady() {
    var status = report(ClusterObservationBuilder.healthy().heartbeatsFrom("gateway-1"));
    assertEquals("GatewayDisconnected", condition(status, "Ready").reason());
    assertEquals("False", condition(status, "Ready").status());
  }

  @Test
  void aFleetWithoutGatewaysIsScaledToZero() {
    var status =
        report(
            ClusterObservationBuilder.of("gateway: {replicas: 0}\nredis: {replicas: 1}")
                .redis(1, 1)
                .gateways("new", 0, 0));
    assertSaid(status, "Ready", "True", "ScaledToZero", "No gateways are desired.");
    assertSaid(status, "Progressing", "False", "Settled", "Everything is as the spec asks.");
  }

  @Test
  void aFleetWithARefusedObjectIsBlocked() {
    var applyFailure =
        new ApplyFailure(Reason.Forbidden, "The operator may not write Service chat: no", false);
    var status = report(ClusterObservationBuilder.healthy().applyFailure(applyFailure));
    assertEquals("Blocked", condition(status, "Progressing").reason());
    assertSaid(status, "Degraded", "True", "Forbidden", applyFailure.message());
  }

  @Test
  void aTemporaryFailureIsNoProblem() {
    var status =
        report(
            ClusterObservationBuilder.healthy()
                .applyFailure(new ApplyFailure(Reason.WaitingForDeletion, "Still there.", true)));
    assertSaid(status, "Progressing", "True", "WaitingForDeletion", "Still there.");
    assertEquals("False", condition(status, "Degraded").status());
  }

  @Test
  void addsTheConnectionsOfTheGatewaysThatReported() {
    assertEquals(
        12,
        report(
                ClusterObservationBuilder.healthy()
                    .connections("gateway-1", 5)
                    .connections("gateway-2", 7))
            .connections());
    assertEquals(
        5, report(ClusterObservationBuilder.healthy().connections("gateway-1", 5)).connections());
  }

  @Test
  void aSumOfConnectionsDoesNotOverflow() {
    assertEquals(
        Integer.MAX_VALUE,
        report(
                ClusterObservationBuilder.healthy()
                    .connections("gateway-1", Integer.MAX_VALUE)
                    .connections("gateway-2", Integer.MAX_VALUE))
            .connections());
  }

  @Test
  void hasNoNumberOfConnectionsIfNoGatewayReported() {
    assertNull(report(ClusterObservationBuilder.healthy()).connections());
  }

  @Test
  void withoutGatewaysThereAreNoConnections() {
    assertEquals(
        0, report(ClusterObservationBuilder.of("{}").connections("gone", 7)).connections());
  }

  private static WebSocketClusterStatus report(ClusterObservationBuilder fleet) {
    return report(fleet, null);
  }

  private static WebSocketClusterStatus report(
      ClusterObservationBuilder fleet, @Nullable WebSocketClusterStatus former) {
    return StatusReport.of(fleet.observation(), former).status();
  }

  private static Condition condition(WebSocketClusterStatus status, String type) {
    return status.condition(type).orElseThrow();
  }

  private static void assertSaid(
      WebSocketClusterStatus status, String type, String holds, String reason, String message) {
    var condition = condition(status, type);
    assertEquals(holds, condition.status(), type);
    assertEquals(reason, condition.reason(), type);
    assertEquals(message, condition.message(), type);
  }
}
