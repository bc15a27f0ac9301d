package io.wsfleet.local.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.local.network.Backends.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackendsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Address A = new Address("127.99.1.1", 5000);
  private static final Address B = new Address("127.99.1.2", 5000);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final Backends backends = new Backends();

  @Test
  void takesTurnsWithoutAffinity() {
    backends.set(List.of(A, B), null);
    assertNotEquals(choose("x", 0), choose("x", 0));
  }

  @Test
  void comesBackWithinTheTimeoutAndRenewsIt() {
    backends.set(List.of(A, B), TEN_SECONDS);
    Address first = choose("x", 0);
    assertEquals(first, choose("x", 9));
    assertEquals(first, choose("x", 18));
  }

  @Test
  void goesElsewhereAfterTheTimeout() {
    backends.set(List.of(A, B), TEN_SECONDS);
    assertNotEquals(choose("x", 0), choose("x", 11));
  }

  @Test
  void spreadsClientsOverAll() {
    backends.set(List.of(A, B), TEN_SECONDS);
    Set<Address> chosen = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      chosen.add(choose("client" + i, 0));
    }
    assertEquals(Set.of(A, B), chosen);
  }

  @Test
  void leavesAnAddressThatIsGone() {
    backends.set(List.of(A), TEN_SECONDS);
    choose("x", 0);
    backends.set(List.of(B), TEN_SECONDS);
    assertEquals(B, choose("x", 1));
  }

  @Test
  void hasNothingWhereNobodyServes() {
    assertTrue(backends.choose("x", NOW).isEmpty());
  }

  private Address choose(String client, int second) {
    return backends.choose(client, NOW.plusSeconds(second)).orElseThrow();
  }
}
