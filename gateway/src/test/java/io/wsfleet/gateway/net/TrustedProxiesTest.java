package io.wsfleet.gateway.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private final TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.1.1.1 | 203.0.113.7                    | 203.0.113.7",
        "10.1.1.1 | 203.0.113.7, 10.2.2.2          | 203.0.113.7",
        "10.1.1.1 | 1.1.1.1, 203.0.113.7, 10.2.2.2 | 203.0.113.7",
        "10.1.1.1 | 203.0.113.7:4711               | 203.0.113.7",
        "10.1.1.1 | [2001:db8::1]:4711             | 2001:db8::1",
        "10.1.1.1 | 2001:db8::1                    | 2001:db8::1",
        "10.1.1.1 | nonsense                       | 10.1.1.1",
        "10.1.1.1 | 203.0.113.7, unknown           | 10.1.1.1",
        "10.1.1.1 |                                | 10.1.1.1",
        "fd00::1  | 203.0.113.7                    | 203.0.113.7",
        "8.8.8.8  | 203.0.113.7                    | 8.8.8.8"
      })
  void readsForwardedForFromTheRight(String peer, String header, String client) {
    assertEquals(client, proxies.client(peer, header, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "for=203.0.113.7;proto=https;by=10.0.0.1            | 203.0.113.7",
        "For=1.1.1.1, for=203.0.113.7, for=10.2.2.2         | 203.0.113.7",
        "'for=\"[2001:db8::1]:4711\"'                       | 2001:db8::1",
        "proto=https;for=203.0.113.7                        | 203.0.113.7",
        "for=_hidden                                        | 10.1.1.1"
      })
  void readsForwarded(String header, String client) {
    assertEquals(client, proxies.client("10.1.1.1", null, header));
  }

  @Test
  void trustsNobodyByDefault() {
    assertEquals("10.1.1.1", TrustedProxies.of(List.of()).client("10.1.1.1", "1.1.1.1", null));
    assertTrue(proxies.trusts("10.255.0.1"));
    assertFalse(proxies.trusts("11.0.0.1"));
    assertFalse(proxies.trusts("localhost"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "::1/129", ""})
  void refusesWhatIsNoNetwork(String name) {
    assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(List.of(name)));
  }
}
