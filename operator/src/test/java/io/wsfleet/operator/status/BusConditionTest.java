package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.api.status.Reason;
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
  void theBusIsReadyWithoutReadyGateways() {
    assertHearing(
        true,
        Reason.NoReadyGateways,
        "Redis has a master, but no gateway is ready.",
        ClusterObservationBuilder.of("{}").redis(1, 1));
  }

  private static void assertHearing(
      boolean holds, Reason reason, String sentence, ClusterObservationBuilder fleet) {
    assertEquals(
        new Conditions.ConditionValue(holds, reason, sentence),
        BusCondition.of(fleet.observation()));
  }
}
