package io.wsfleet.gateway.engineio.server;

import static io.wsfleet.gateway.engineio.protocol.EngineVersion.V3;
import static io.wsfleet.gateway.engineio.protocol.EngineVersion.V4;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.engineio.server.RequestPolicy.Decision;
import io.wsfleet.gateway.engineio.server.RequestPolicy.Request;
import io.wsfleet.gateway.engineio.server.RequestPolicy.Session;
import io.wsfleet.gateway.engineio.transport.Cors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPolicyTest {
  private static final Set<String> BOTH = Set.of("polling", "websocket");
  private static final RequestPolicy POLICY = new RequestPolicy(BOTH, true);

  @Test
  void acceptsBothGenerationsByBothTransports() {
    assertEquals(
        new Decision.OpenWebSocket(V4),
        POLICY.decide(new Request("GET", true, "4", "websocket", null, null, false), null));
    assertEquals(
        new Decision.OpenWebSocket(V3),
        POLICY.decide(new Request("GET", true, "3", "websocket", null, "http://x", false), null));
    assertEquals(
        new Decision.OpenPolling(V4),
        POLICY.decide(new Request("GET", false, "4", "polling", null, null, false), null));
    assertEquals(
        new Decision.OpenPolling(V3),
        POLICY.decide(new Request("GET", false, "3", "polling", null, null, false), null));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "GET,  false, 4,   -,           -,         UNKNOWN_TRANSPORT",
        "GET,  true,  4,   __proto__,   -,         UNKNOWN_TRANSPORT",
        "GET,  true,  4,   constructor, -,         UNKNOWN_TRANSPORT",
        "GET,  true,  4,   webtransport, -,        UNKNOWN_TRANSPORT",
        "GET,  true,  4,   websocket,   abc,       UNKNOWN_SID",
        "GET,  true,  4,   websocket,   __proto__, UNKNOWN_SID",
        "GET,  false, 4,   polling,     abc,       UNKNOWN_SID",
        "POST, false, 4,   polling,     abc,       UNKNOWN_SID",
        "HEAD, false, 4,   websocket,   -,         BAD_HANDSHAKE_METHOD",
        "POST, false, 4,   websocket,   -,         BAD_HANDSHAKE_METHOD",
        "HEAD, false, 4,   polling,     -,         BAD_HANDSHAKE_METHOD",
        "POST, false, 4,   polling,     -,         BAD_HANDSHAKE_METHOD",
        "OPTIONS, false, 4, polling,    -,         BAD_HANDSHAKE_METHOD",
        "GET,  false, 4,   websocket,   -,         BAD_REQUEST",
        "GET,  true,  5,   websocket,   -,         UNSUPPORTED_PROTOCOL_VERSION",
        "GET,  true,  abc, websocket,   -,         UNSUPPORTED_PROTOCOL_VERSION",
        "GET,  false, -,   polling,     -,         UNSUPPORTED_PROTOCOL_VERSION",
        "GET,  false, 5,   polling,     -,         UNSUPPORTED_PROTOCOL_VERSION"
      })
  void refusesEverythingElseWithTheErrorsOfEngineIo(
      String method,
      boolean upgrade,
      String eio,
      String transport,
      String sid,
      ConnectionError connectionError) {
    assertEquals(
        new Decision.Reject(connectionError),
        POLICY.decide(new Request(method, upgrade, eio, transport, sid, null, false), null));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    false, 4, polling,   polling,   Poll",
    "POST,   false, 4, polling,   polling,   Post",
    "DELETE, false, 4, polling,   polling,   UnsupportedMethod",
    "HEAD,   false, 4, polling,   polling,   UnsupportedMethod",
    "GET,    true,  4, websocket, polling,   Upgrade",
    "GET,    true,  4, websocket, websocket, RejectedUpgrade",
    "GET,    true,  4, polling,   polling,   RejectedUpgrade",
    "GET,    false, 3, polling,   polling,   Reject",
    "GET,    true,  3, websocket, polling,   Reject",
    "POST,   true,  4, websocket, polling,   Reject",
    "GET,    false, 4, websocket, polling,   Reject",
    "GET,    false, 4, polling,   websocket, Reject",
    "POST,   false, 4, websocket, websocket, Reject"
  })
  void takesTheRequestsOfASessionOnItsTransport(
      String method, boolean upgrade, String eio, String transport, String held, String verdict) {
    Decision decided =
        POLICY.decide(
            new Request(method, upgrade, eio, transport, "abc", null, false),
            new Session(V4, held));
    assertEquals(verdict, decided.getClass().getSimpleName());
    if (decided instanceof Decision.Reject reject) {
      assertEquals(ConnectionError.BAD_REQUEST, reject.error());
    }
  }

  @Test
  void knowsNoTransportButThoseThatAreServed() {
    RequestPolicy websocketOnly = new RequestPolicy(Set.of("websocket"), true);
    assertEquals(
        new Decision.Reject(ConnectionError.UNKNOWN_TRANSPORT),
        websocketOnly.decide(new Request("GET", false, "4", "polling", null, null, false), null));
  }

  @Test
  void servesNoJsonp() {
    assertEquals(
        new Decision.Reject(ConnectionError.BAD_REQUEST),
        POLICY.decide(new Request("GET", false, "3", "polling", null, null, true), null));
  }

  @Test
  void refusesAnOriginWithControlCharacters() {
    assertEquals(
        new Decision.Reject(ConnectionError.BAD_REQUEST),
        POLICY.decide(
            new Request("GET", true, "4", "websocket", null, "http://x\u0001", false), null));
  }

  @Test
  void refusesOlderClientsWhereTheyAreNotWanted() {
    assertEquals(
        new Decision.Reject(ConnectionError.UNSUPPORTED_PROTOCOL_VERSION),
        new RequestPolicy(BOTH, false)
            .decide(new Request("GET", true, "3", "websocket", null, null, false), null));
  }

  @Test
  void writesItsRefusalsAsServersDo() {
    assertEquals(
        "{\"code\":0,\"message\":\"Transport unknown\"}", ConnectionError.UNKNOWN_TRANSPORT.json());
  }

  @Test
  void sendsNoCorsHeadersUnlessConfigured() {
    assertEquals(Map.of(), Cors.of(List.of(), false).headers("http://a"));
  }

  @Test
  void allowsTheOriginsThatAreListed() {
    Cors cors = Cors.of(List.of("http://a", "http://b"), false);
    assertEquals(
        Map.of("Access-Control-Allow-Origin", "http://b", "Vary", "Origin"),
        cors.headers("http://b"));
    assertEquals(Map.of("Vary", "Origin"), cors.headers("http://c"));
    assertEquals(
        Map.of("Access-Control-Allow-Origin", "*"),
        Cors.of(List.of("*"), false).headers("http://c"));
  }

  @Test
  void answersAPreflight() {
    assertEquals(
        Map.of(
            "Access-Control-Allow-Origin", "http://a",
            "Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE",
            "Access-Control-Allow-Headers", "x-a",
            "Vary", "Origin, Access-Control-Request-Headers",
            "Content-Length", "0"),
        Cors.of(List.of("http://a"), false).preflight("http://a", "x-a"));
  }
}
