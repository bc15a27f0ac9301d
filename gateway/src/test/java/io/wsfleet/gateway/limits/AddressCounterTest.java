package io.wsfleet.gateway.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressCounterTest {
  @Test
  void countsEachAddressForItself() {
    AddressCounter connections = new AddressCounter(2);
    connections.increment("10.0.0.1");
    assertFalse(connections.isFull("10.0.0.1"));
    connections.increment("10.0.0.1");
    assertTrue(connections.isFull("10.0.0.1"));
    assertFalse(connections.isFull("10.0.0.2"));
    connections.decrement("10.0.0.1");
    assertFalse(connections.isFull("10.0.0.1"));
  }

  @Test
  void forgetsAnAddressThatHasNone() {
    AddressCounter connections = new AddressCounter(2);
    connections.increment("10.0.0.1");
    connections.decrement("10.0.0.1");
    assertEquals(0, connections.size());
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.1.2.3",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::",
    "2001:db8:0:0:0:0:0:1, 2001:db8:0:0::",
    "2001:db8::1, 2001:db8:0:0::",
    "::1, 0:0:0:0::",
    "0:0:0:0:0:0:0:1%lo, 0:0:0:0::",
  })
  void countsAnIpv6NetworkOf64BitsAsOneAddress(String address, String network) {
    assertEquals(network, AddressCounter.network(address));
  }
}
