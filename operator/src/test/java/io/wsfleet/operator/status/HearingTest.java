package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.api.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HearingTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theBusIsReadyWhenEachGatewayHearsAll() {
    assertHearing(true, Reason.EachHearsAll, "2 gateways hear each other.", Fleets.whole());
  }

  @Test
  void withoutARecordThereIsNoMasterYet() {
    assertHearing(
        false,
        Reason.NoRedisMaster,
        "Redis has no master yet. Waiting for b.",
        Fleets.whole().recorded(null));
  }

  @Test
  void whileAMasterIsChosenThereIsNone() {
    assertHearing(
        false,
        Reason.NoRedisMaster,
        "Redis has no master at the moment; one is being put in, in term 2. Waiting for b.",
        Fleets.whole().recorded(Fleets.SERVING.electing(NOW, 1)));
  }

  @Test
  void aGatewayThatHasOnlyJustComeIsHeldAgainstNobody() {
    assertHearing(
        true,
        Reason.EachHearsAll,
        "The one gateway hears itself through the bus.",
        Fleets.whole().saysNothing("gateway-2"));
  }

  @Test
  void untilOneSaysOfWhomItHearsNothingIsKnown() {
    assertHearing(
        false,
        Reason.GatewaySilent,
        "No gateway has said yet of whom it hears.",
        Fleets.whole().saysNothing("gateway-1").saysNothing("gateway-2"));
  }

  @Test
  void aGatewayThatIsNotHeardIsNamedWithWhoMissesIt() {
    assertHearing(
        false,
        Reason.GatewayUnheard,
        "Gateway gateway-1 does not hear gateway gateway-2 through the bus.",
        Fleets.whole().hears("gateway-1", "gateway-1"));
  }

  @Test
  void aGatewayThatDoesNotHearItselfIsNotOnTheBusEither() {
    assertHearing(
        false,
        Reason.GatewayUnheard,
        "Gateway gateway-2 does not hear gateway gateway-2 through the bus.",
        Fleets.whole().hears("gateway-2", "gateway-1"));
  }

  @Test
  void aGatewayThatHearsNobodyIsSaidToHearNothing() {
    assertHearing(
        false,
        Reason.GatewayUnheard,
        "Gateway gateway-1 hears nothing from the fleet's bus.",
        Fleets.whole().hears("gateway-1"));
  }

  @Test
  void aGatewayThatIsNotReadyNeedNotBeHeardYet() {
    assertHearing(
        true,
        Reason.EachHearsAll,
        "2 gateways hear each other.",
        Fleets.whole().pod(Fleets.gateway("gateway-3").ready(false)));
  }

  @Test
  void whereNobodyIsReadyNobodyIsUnheard() {
    assertHearing(
        true,
        Reason.NobodyToHear,
        "Redis has a master, and no gateway is ready.",
        Fleets.of("{}").redis(1, 1));
  }

  private static void assertHearing(boolean holds, Reason reason, String sentence, Fleets fleet) {
    assertEquals(new Verdict.Said(holds, reason, sentence), Hearing.of(fleet.seen()));
  }
}
