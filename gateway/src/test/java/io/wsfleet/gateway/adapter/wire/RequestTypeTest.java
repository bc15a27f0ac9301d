package io.wsfleet.gateway.adapter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class RequestTypeTest {

  @Test
  void eachTypeIsFoundByItsCode() {
    for (RequestType type : RequestType.values()) {
      assertEquals(type, RequestType.of(type.code()));
    }
    for (LegacyRequestType type : LegacyRequestType.values()) {
      assertEquals(type, LegacyRequestType.of(type.code()));
    }
  }

  @Test
  void otherCodesAreUnknown() {
    assertNull(RequestType.of(-1));
    assertNull(RequestType.of(10));
    assertNull(LegacyRequestType.of(-1));
    assertNull(LegacyRequestType.of(7));
  }
}
