package io.wsfleet.local.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.local.network.ServiceLoadBalancer.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceLoadBalancerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Endpoint A = new Endpoint("127.99.1.1", 5000);
  private static final Endpoint B = new Endpoint("127.99.1.2", 5000);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final ServiceLoadBalancer serviceLoadBalancer = new ServiceLoadBalancer();

  @Test
  void takesTurnsWithoutAffinity() {
    serviceLoadBalancer.update(List.of(A, B), null);
    assertNotEquals(choose("x", 0), choose("x", 0));
  }

  @Test
  void comesBackWithinTheTimeoutAndRenewsIt() {
    serviceLoadBalancer.update(List.of(A, B), TEN_SECONDS);
    Endpoint first = choose("x", 0);
    assertEquals(first, choose("x", 9));
    assertEquals(first, choose("x", 18));
  }

  @Test
  void goesElsewhereAfterTheTimeout() {
    serviceLoadBalancer.update(List.of(A, B), TEN_SECONDS);
    assertNotEquals(choose("x", 0), choose("x", 11));
  }

  @Test
  void spreadsClientsOverAll() {
    serviceLoadBalancer.update(List.of(A, B), TEN_SECONDS);
    Set<Endpoint> chosen = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      chosen.add(choose("client" + i, 0));
    }
    assertEquals(Set.of(A, B), chosen);
  }

  @Test
  void leavesAnAddressThatIsGone() {
    serviceLoadBalancer.update(List.of(A), TEN_SECONDS);
    choose("x", 0);
    serviceLoadBalancer.update(List.of(B), TEN_SECONDS);
    assertEquals(B, choose("x", 1));
  }

  @Test
  void hasNothingWhereNobodyServes() {
    assertTrue(serviceLoadBalancer.choose("x", NOW).isEmpty());
  }

  private Endpoint choose(String client, int second) {
    return serviceLoadBalancer.choose(client, NOW.plusSeconds(second)).orElseThrow();
  }
}
