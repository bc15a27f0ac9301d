package io.wsfleet.gateway.engineio.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenPacketTest {
  @Test
  void hasExactlyTheFiveKeysInTheirOrder() {
    assertEquals(
        "0{\"sid\":\"abc\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,"
            + "\"maxPayload\":1000000}",
        new OpenPacket("abc", List.of(), new HeartbeatSettings(25_000, 20_000), 1_000_000)
            .encode());
  }

  @Test
  void listsTheUpgrades() {
    String packet =
        new OpenPacket("abc", List.of("websocket"), new HeartbeatSettings(1, 1), 1).encode();
    assertTrue(packet.contains(",\"upgrades\":[\"websocket\"],"), packet);
  }
}
