package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.redis.failover.Term;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BusConditionTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theBusIsReadyWhenEachGatewayHearsAll() {
    assertHearing(
        true,
        Reason.BusConnected,
        "2 gateways hear each other.",
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
  void whileAMasterIsChosenThereIsNone() {
    assertHearing(
        false,
        Reason.NoRedisMaster,
        "Redis has no master at the moment; one is being put in, in term 2. Waiting for b.",
        ClusterObservationBuilder.healthy()
            .recorded(Term.of(ClusterObservationBuilder.SERVING).electing(NOW, 1).status()));
  }

  @Test
  void aGatewayThatHasOnlyJustComeIsHeldAgainstNobody() {
    assertHearing(
        true,
        Reason.BusConnected,
        "The one gateway hears itself through the bus.",
        ClusterObservationBuilder.healthy().statusUnknown("gateway-2"));
  }

  @Test
  void untilOneSaysOfWhomItHearsNothingIsKnown() {
    assertHearing(
        false,
        Reason.GatewayStatusUnknown,
        "No gateway has said yet of whom it hears.",
        ClusterObservationBuilder.healthy().statusUnknown("gateway-1").statusUnknown("gateway-2"));
  }

  @Test
  void aGatewayThatIsNotHeardIsNamedWithWhoMissesIt() {
    assertHearing(
        false,
        Reason.GatewayDisconnected,
        "Gateway gateway-1 does not hear gateway gateway-2 through the bus.",
        ClusterObservationBuilder.healthy().heartbeatsFrom("gateway-1", "gateway-1"));
  }

  @Test
  void aGatewayThatDoesNotHearItselfIsNotOnTheBusEither() {
    assertHearing(
        false,
        Reason.GatewayDisconnected,
        "Gateway gateway-2 does not hear gateway gateway-2 through the bus.",
        ClusterObservationBuilder.healthy().heartbeatsFrom("gateway-2", "gateway-1"));
  }

  @Test
  void aGatewayThatHearsNobodyIsSaidToHearNothing() {
    assertHearing(
        false,
        Reason.GatewayDisconnected,
        "Gateway gateway-1 hears nothing from the fleet's bus.",
        ClusterObservationBuilder.healthy().heartbeatsFrom("gateway-1"));
  }

  @Test
  void aGatewayThatIsNotReadyNeedNotBeHeardYet() {
    assertHearing(
        true,
        Reason.BusConnected,
        "2 gateways hear each other.",
        ClusterObservationBuilder.healthy()
            .pod(ClusterObservationBuilder.gateway("gateway-3").ready(false)));
  }

  @Test
  void whereNobodyIsReadyNobodyIsUnheard() {
    assertHearing(
        true,
        Reason.NoReadyGateways,
        "Redis has a master, and no gateway is ready.",
        ClusterObservationBuilder.of("{}").redis(1, 1));
  }

  private static void assertHearing(
      boolean holds, Reason reason, String sentence, ClusterObservationBuilder fleet) {
    assertEquals(
        new Conditions.ConditionValue(holds, reason, sentence),
        BusCondition.of(fleet.observation()));
  }
}
