package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressTest {

  @Test
  void aNodePortIsReachedAtANodeThatRunsAReadyGateway() {
    assertUrl("http://10.0.0.1:30000", Fleets.whole(), null);
  }

  @Test
  void staysAtItsNodeWhileAGatewayServesThere() {
    assertUrl("http://10.0.0.2:30000", Fleets.whole(), "http://10.0.0.2:30000");
  }

  @Test
  void movesWhenItsNodeServesNoMore() {
    assertUrl("http://10.0.0.1:30000", Fleets.whole(), "http://10.0.0.9:30000");
  }

  @Test
  void staysWhereItWasWhileNoGatewayIsReady() {
    assertUrl("http://10.0.0.9:30000", Fleets.of("{}"), "http://10.0.0.9:30000");
    assertEquals(Optional.empty(), Address.url(Fleets.of("{}").seen(), null));
  }

  @Test
  void aPortThatChangesIsInTheNextAddress() {
    assertUrl(
        "http://10.0.0.1:31000",
        Fleets.whole().service("NodePort", 31000),
        "http://10.0.0.1:30000");
  }

  @Test
  void theAddressForNodesThatTheAdministratorNamesComesFirst() {
    assertUrl("http://localhost:30000", Fleets.whole().nodeAddress("localhost"), null);
  }

  @Test
  void writesAnIpv6AddressAsUrlsDo() {
    var fleet = Fleets.of("{}").pod(Fleets.gateway("gateway-1").host("fd00::1").ready(true));
    assertUrl("http://[fd00::1]:30000", fleet, null);
    assertUrl("http://[fd00::1]:30000", fleet, "http://[fd00::1]:30000");
  }

  @Test
  void aClusterIpIsReachedByItsName() {
    assertUrl("http://chat.default.svc:3000", Fleets.whole().service("ClusterIP", null), null);
  }

  @Test
  void aLoadBalancerIsReachedAtWhatTheCloudGave() {
    var fleet = Fleets.whole().service("LoadBalancer", 30000);
    assertEquals(Optional.empty(), Address.url(fleet.seen(), null));
    assertUrl("http://192.0.2.7:3000", fleet.balancer(null, "192.0.2.7"), null);
    assertUrl("http://lb.example:3000", fleet.balancer("lb.example", null), null);
  }

  @Test
  void thereIsNoneWithoutAService() {
    assertEquals(Optional.empty(), Address.url(Fleets.whole().withoutService().seen(), null));
  }

  private static void assertUrl(String url, Fleets fleet, String former) {
    assertEquals(Optional.of(url), Address.url(fleet.seen(), former));
  }
}
