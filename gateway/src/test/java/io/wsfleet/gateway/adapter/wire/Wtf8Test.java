package io.wsfleet.gateway.adapter.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class Wtf8Test {
  @Test
  void keepsLoneSurrogates() {
    for (String text :
        new String[] {"", "a", "€😀", "\ud800", "x\udc00y", "\ud800\ud800😀\ud800"}) {
      assertEquals(text, Wtf8.decode(Wtf8.encode(text)));
    }
    assertArrayEquals(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, Wtf8.encode("\ud800"));
    assertEquals("\ufffd", Wtf8.decode(new byte[] {(byte) 0xff}));
  }
}
