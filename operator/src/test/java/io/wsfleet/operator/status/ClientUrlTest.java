package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientUrlTest {

  @Test
  void aNodePortIsReachedAtANodeThatRunsAReadyGateway() {
    assertUrl("http://10.0.0.1:30000", ClusterObservationBuilder.healthy(), null);
  }

  @Test
  void staysAtItsNodeWhileAGatewayServesThere() {
    assertUrl(
        "http://10.0.0.2:30000", ClusterObservationBuilder.healthy(), "http://10.0.0.2:30000");
  }

  @Test
  void movesWhenItsNodeNoLongerServes() {
    assertUrl(
        "http://10.0.0.1:30000", ClusterObservationBuilder.healthy(), "http://10.0.0.9:30000");
  }

  @Test
  void staysWhereItWasWhileNoGatewayIsReady() {
    assertUrl("http://10.0.0.9:30000", ClusterObservationBuilder.of("{}"), "http://10.0.0.9:30000");
    assertEquals(
        Optional.empty(), ClientUrl.url(ClusterObservationBuilder.of("{}").observation(), null));
  }

  @Test
  void hasTheChangedPort() {
    assertUrl(
        "http://10.0.0.1:31000",
        ClusterObservationBuilder.healthy().service("NodePort", 31000),
        "http://10.0.0.1:30000");
  }

  @Test
  void prefersTheNodeAddressOfTheSettings() {
    assertUrl(
        "http://localhost:30000",
        ClusterObservationBuilder.healthy().nodeAddress("localhost"),
        null);
  }

  @Test
  void writesAnIpv6AddressAsUrlsDo() {
    var fleet =
        ClusterObservationBuilder.of("{}")
            .pod(ClusterObservationBuilder.gateway("gateway-1").host("fd00::1").ready(true));
    assertUrl("http://[fd00::1]:30000", fleet, null);
    assertUrl("http://[fd00::1]:30000", fleet, "http://[fd00::1]:30000");
  }

  @Test
  void aClusterIpServiceIsReachedByItsName() {
    assertUrl(
        "http://chat.default.svc:3000",
        ClusterObservationBuilder.healthy().service("ClusterIP", null),
        null);
  }

  @Test
  void aLoadBalancerIsReachedAtItsIngress() {
    var fleet = ClusterObservationBuilder.healthy().service("LoadBalancer", 30000);
    assertEquals(Optional.empty(), ClientUrl.url(fleet.observation(), null));
    assertUrl("http://192.0.2.7:3000", fleet.balancer(null, "192.0.2.7"), null);
    assertUrl("http://lb.example:3000", fleet.balancer("lb.example", null), null);
  }

  @Test
  void thereIsNoneWithoutAService() {
    assertEquals(
        Optional.empty(),
        ClientUrl.url(ClusterObservationBuilder.healthy().withoutService().observation(), null));
  }

  private static void assertUrl(String url, ClusterObservationBuilder fleet, String former) {
    assertEquals(Optional.of(url), ClientUrl.url(fleet.observation(), former));
  }
}
