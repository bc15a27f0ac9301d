package io.wsfleet.gateway.engineio.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients and proxies send with a handshake, as a Node server reads it. */
class HttpEdgeTest {
  private GatewayServer gateway;

  @BeforeEach
  void start() throws Exception {
    gateway =
        GatewayServer.start(
            "WSFLEET_PROTOCOL_COOKIE", "io.sid", "WSFLEET_PROTOCOL_TRUSTED_PROXIES", "127.0.0.1");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  void echoesTheFirstSubprotocol() throws Exception {
    try (RawClient client = RawClient.connect(gateway.port())) {
      String response =
          client.request(
              "GET",
              RawClient.V4,
              RawClient.upgradeHeaders() + "Sec-WebSocket-Protocol: chat.v1, other\r\n");
      assertTrue(response.startsWith("HTTP/1.1 101 "), response);
      assertTrue(response.contains("\r\nSec-WebSocket-Protocol: chat.v1\r\n"), response);
    }
  }

  @Test
  void keepsASemicolonInAValue() throws Exception {
    assertEquals(
        "a;sid=b;c", handshake(RawClient.V4 + "&token=a;sid=b;c", "").query().get("token"));
  }

  @Test
  void joinsRepeatedHeaders() throws Exception {
    Handshake handshake =
        handshake(
            RawClient.V4,
            "Cookie: a=1\r\nCookie: b=2\r\nX-Forwarded-For: 10.0.0.1\r\n"
                + "X-Forwarded-For: 10.0.0.2\r\n");
    assertEquals("a=1; b=2", handshake.headers().get("cookie"));
    assertEquals("10.0.0.1, 10.0.0.2", handshake.headers().get("x-forwarded-for"));
  }

  @Test
  void takesTheAddressFromATrustedProxy() throws Exception {
    assertEquals(
        "203.0.113.7",
        handshake(RawClient.V4, "X-Forwarded-For: 1.1.1.1, 203.0.113.7\r\n").address());
    assertEquals(
        "2001:db8::1", handshake(RawClient.V4, "Forwarded: for=\"[2001:db8::1]\"\r\n").address());
  }

  @Test
  void sendsTextToAClientThatAsksForIt() throws Exception {
    try (RawClient client = RawClient.open(gateway.port(), RawClient.V4 + "&b64=1")) {
      client.connectNamespace();
      client.send("451-[\"all\",{\"_placeholder\":true,\"num\":0}]");
      client.frame(0x82, new byte[] {1, 2, 3});
      assertEquals("451-[\"all\",{\"_placeholder\":true,\"num\":0}]", client.text());
      assertEquals("bAQID", client.text());
    }
  }

  private Handshake handshake(String uri, String headers) throws Exception {
    try (RawClient client = RawClient.connect(gateway.port())) {
      client.upgrade(uri, headers);
      client.text();
      String id = client.connectNamespace();
      return gateway.gateway().hub().socket("/", id).handshake();
    }
  }
}
