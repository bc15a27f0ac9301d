package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.redis.failover.Term;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BusConditionTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theBusIsReadyIfEachGatewayReceivesAllHeartbeats() {
    assertHearing(
        true,
        Reason.BusConnected,
        "2 gateways receive the heartbeats of each other.",
        ClusterObservationBuilder.healthy());
  }

  @Test
  void withoutARecordThereIsNoMasterYet() {
    assertHearing(
        false,
        Reason.NoRedisMaster,
        "Redis has no master yet. Waiting for b.",
        ClusterObservationBuilder.healthy().recorded(null));
  }

  @Test
  void thereIsNoMasterDuringAnElection() {
    assertHearing(
        false,
        Reason.NoRedisMaster,
        "Redis has no master at the moment; term 2 is beginning. Waiting for b.",
        ClusterObservationBuilder.healthy()
            .recorded(Term.of(ClusterObservationBuilder.SERVING).electing(NOW, 1).status()));
  }

  @Test
  void aNewGatewayDoesNotCountBeforeItsFirstPoll() {
    assertHearing(
        true,
        Reason.BusConnected,
        "The gateway receives its own heartbeats.",
        ClusterObservationBuilder.healthy().statusUnknown("gateway-2"));
  }

  @Test
  void theBusIsUnknownUntilAGatewayReports() {
    assertHearing(
        false,
        Reason.GatewayStatusUnknown,
        "No gateway has reported yet which heartbeats it receives.",
        ClusterObservationBuilder.healthy().statusUnknown("gateway-1").statusUnknown("gateway-2"));
  }

  @Test
  void namesBothGatewaysOfAMissingHeartbeat() {
    assertHearing(
        false,
        Reason.GatewayDisconnected,
        "Gateway gateway-1 does not receive the heartbeats of gateway gateway-2.",
        ClusterObservationBuilder.healthy().heartbeatsFrom("gateway-1", "gateway-1"));
  }

  @Test
  void aGatewayMustReceiveItsOwnHeartbeats() {
    assertHearing(
        false,
        Reason.GatewayDisconnected,
        "Gateway gateway-2 does not receive the heartbeats of gateway gateway-2.",
        ClusterObservationBuilder.healthy().heartbeatsFrom("gateway-2", "gateway-1"));
  }

  @Test
  void reportsAGatewayThatReceivesNoHeartbeat() {
    assertHearing(
        false,
        Reason.GatewayDisconnected,
        "Gateway gateway-1 receives no heartbeat.",
        ClusterObservationBuilder.healthy().heartbeatsFrom("gateway-1"));
  }

  @Test
  void aGatewayThatIsNotReadyDoesNotCount() {
    assertHearing(
        true,
        Reason.BusConnected,
        "2 gateways receive the heartbeats of each other.",
        ClusterObservationBuilder.healthy()
            .pod(ClusterObservationBuilder.gateway("gateway-3").ready(false)));
  }

  @Test
  void theBusIsNotReadyWithoutReadyGateways() {
    assertHearing(
        false,
        Reason.NoReadyGateways,
        "Redis has a master, but no gateway is ready.",
        ClusterObservationBuilder.of("{}").redis(1, 1));
  }

  @Test
  void theBusIsReadyWhereNoGatewaysAreDesired() {
    assertHearing(
        true,
        Reason.NoReadyGateways,
        "Redis has a master, and no gateways are desired.",
        ClusterObservationBuilder.of("gateway: {replicas: 0}").redis(1, 1));
  }

  /** From the moment in which both are ready. */
  @Test
  void aMissingHeartbeatCountsAfterAWhile() {
    var justBefore = NOW.minus(BusCondition.HEARTBEAT_GRACE).plusMillis(1);
    assertHearing(
        false,
        Reason.AwaitingHeartbeats,
        "The gateways have just become ready and have not yet received the heartbeats of each"
            + " other.",
        deaf(justBefore));
    assertHearing(
        false,
        Reason.GatewayDisconnected,
        "Gateway gateway-1 does not receive the heartbeats of gateway gateway-2.",
        deaf(justBefore.minusMillis(1)));
  }

  private static ClusterObservationBuilder deaf(Instant readySince) {
    return ClusterObservationBuilder.of("{}")
        .redis(1, 1)
        .pod(ClusterObservationBuilder.gateway("gateway-1").ready(true))
        .pod(ClusterObservationBuilder.gateway("gateway-2").ready(true, readySince))
        .heartbeatsFrom("gateway-1", "gateway-1");
  }

  @Test
  void aPlannedHandOverDoesNotDisconnectTheBus() {
    var former = StatusReport.of(ClusterObservationBuilder.healthy().observation(), null).status();
    var handing =
        Term.of(ClusterObservationBuilder.SERVING)
            .handingOver(new RedisMember("b", "run-b"), NOW)
            .status();
    var soon = ClusterObservationBuilder.healthy().recorded(handing).at(NOW.plusSeconds(4));
    assertTrue(BusCondition.of(soon.observation(), new FormerStatus(former)).value().holds());
    var late = ClusterObservationBuilder.healthy().recorded(handing).at(NOW.plusSeconds(5));
    assertFalse(BusCondition.of(late.observation(), new FormerStatus(former)).value().holds());
  }

  private static void assertHearing(
      boolean holds, Reason reason, String sentence, ClusterObservationBuilder fleet) {
    assertEquals(
        new Conditions.ConditionValue(holds, reason, sentence),
        BusCondition.of(fleet.observation(), new FormerStatus(null)).value());
  }
}
