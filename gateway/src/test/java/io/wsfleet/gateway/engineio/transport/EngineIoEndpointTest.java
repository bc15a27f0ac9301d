package io.wsfleet.gateway.engineio.transport;

import static io.wsfleet.testing.RawClient.V4;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.testing.RawClient;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes that are refused, CORS and origins. */
class EngineIoEndpointTest {
  private static GatewayServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        GatewayServer.start(
            "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "60",
            "WSFLEET_PROTOCOL_CORS_ORIGINS", "http://a.example");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | /socket.io/?EIO=4&transport=__proto__ | 400 | {\"code\":0,\"message\":\"Transport unknown\"}",
        "GET  | /socket.io/?EIO=4&transport=polling&sid=__proto__ | 400 | {\"code\":1,\"message\":\"Session ID unknown\"}",
        "POST | /socket.io/?EIO=4&transport=polling   | 400 | {\"code\":2,\"message\":\"Bad handshake method\"}",
        "PUT  | /socket.io/?EIO=4&transport=polling   | 400 | {\"code\":2,\"message\":\"Bad handshake method\"}",
        "GET  | /socket.io/?EIO=5&transport=polling   | 400 | {\"code\":5,\"message\":\"Unsupported protocol version\"}",
        "GET  | /socket.io/foo?EIO=4                  | 400 | {\"code\":0,\"message\":\"Transport unknown\"}",
        "GET  | /socket.io/?EIO=4&transport=websocket&sid=x | 400 | {\"code\":1,\"message\":\"Session ID unknown\"}",
        "POST | /socket.io/?EIO=4&transport=websocket | 400 | {\"code\":2,\"message\":\"Bad handshake method\"}",
        "GET  | /socket.io/?EIO=4&transport=websocket | 400 | {\"code\":3,\"message\":\"Bad request\"}",
        "GET  | /socket.io?EIO=4&transport=websocket  | 404 | ''",
        "GET  | /                                     | 404 | ''"
      })
  void answersRequestsThatAreNoHandshakes(String method, String uri, int status, String body)
      throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      String answer = client.request(method, uri, "");
      assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
      assertTrue(answer.endsWith(body.equals("''") ? "\r\n\r\n" : body), answer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/socket.io/?EIO=5&transport=websocket, Unsupported protocol version",
    "/socket.io/?transport=websocket, Unsupported protocol version",
    "/socket.io/?EIO=4&transport=__proto__, Transport unknown",
    "/socket.io/?EIO=4&transport=toString, Transport unknown",
    "/socket.io/?EIO=4, Transport unknown"
  })
  void refusesAnUpgradeInPlainWordsBeforeItHappensAndCloses(String uri, String words)
      throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      String answer = client.request("GET", uri, RawClient.upgradeHeaders());
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.toLowerCase(Locale.ROOT).contains("content-type: text/html\r\n"), answer);
      assertTrue(answer.endsWith("\r\n\r\n" + words), answer);
      assertEquals(-1, client.socket().getInputStream().read());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 7",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, X-None: 1",
    "Upgrade: websocket, Upgrade: h2c"
  })
  void refusesAHandshakeThatIsNone(String line, String instead) throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      String headers = RawClient.upgradeHeaders().replace(line, instead);
      assertTrue(client.request("GET", V4, headers).startsWith("HTTP/1.1 400 "));
    }
  }

  @Test
  void refusesAnOriginWithAControlCharacter() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      String answer =
          client.request("GET", V4, RawClient.upgradeHeaders() + "Origin: http://x\u0001\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }
  }

  @Test
  void sendsCorsHeadersOnErrorsOnUpgradesAndOnPreflights() throws Exception {
    String origin = "Origin: http://a.example\r\n";
    try (RawClient client = RawClient.connect(server.port())) {
      assertAllowed(client.request("GET", "/socket.io/?EIO=4&transport=x", origin));
      assertAllowed(client.request("GET", "/socket.io/?EIO=4&transport=polling", origin));
      String preflight =
          client.request(
              "OPTIONS", "/socket.io/", origin + "Access-Control-Request-Headers: x-a\r\n");
      assertTrue(preflight.startsWith("HTTP/1.1 204 "), preflight);
      assertTrue(preflight.contains("Access-Control-Allow-Headers: x-a\r\n"), preflight);
      assertAllowed(client.request("GET", V4, RawClient.upgradeHeaders() + origin));
    }
  }

  @Test
  void letsAWebsocketOfAnotherOriginIn() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      client.upgrade(V4, "Origin: http://other.example\r\n");
      assertTrue(client.text().startsWith("0{"));
    }
  }

  private static void assertAllowed(String answer) {
    assertTrue(answer.contains("Access-Control-Allow-Origin: http://a.example\r\n"), answer);
  }
}
