package io.wsfleet.gateway.transport;

import static io.wsfleet.gateway.engineio.EngineVersion.V3;
import static io.wsfleet.gateway.engineio.EngineVersion.V4;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.transport.RequestPolicy.Asked;
import io.wsfleet.gateway.transport.RequestPolicy.Held;
import io.wsfleet.gateway.transport.RequestPolicy.Verdict;
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
  void letsBothGenerationsOfClientsInByBothTransports() {
    assertEquals(
        new Verdict.OpenWebSocket(V4),
        POLICY.decide(new Asked("GET", true, "4", "websocket", null, null, false), null));
    assertEquals(
        new Verdict.OpenWebSocket(V3),
        POLICY.decide(new Asked("GET", true, "3", "websocket", null, "http://x", false), null));
    assertEquals(
        new Verdict.Open(V4),
        POLICY.decide(new Asked("GET", false, "4", "polling", null, null, false), null));
    assertEquals(
        new Verdict.Open(V3),
        POLICY.decide(new Asked("GET", false, "3", "polling", null, null, false), null));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "GET,  false, 4,   -,           -,         TRANSPORT_UNKNOWN",
        "GET,  true,  4,   __proto__,   -,         TRANSPORT_UNKNOWN",
        "GET,  true,  4,   constructor, -,         TRANSPORT_UNKNOWN",
        "GET,  true,  4,   webtransport, -,        TRANSPORT_UNKNOWN",
        "GET,  true,  4,   websocket,   abc,       SESSION_UNKNOWN",
        "GET,  true,  4,   websocket,   __proto__, SESSION_UNKNOWN",
        "GET,  false, 4,   polling,     abc,       SESSION_UNKNOWN",
        "POST, false, 4,   polling,     abc,       SESSION_UNKNOWN",
        "HEAD, false, 4,   websocket,   -,         BAD_METHOD",
        "POST, false, 4,   websocket,   -,         BAD_METHOD",
        "HEAD, false, 4,   polling,     -,         BAD_METHOD",
        "POST, false, 4,   polling,     -,         BAD_METHOD",
        "OPTIONS, false, 4, polling,    -,         BAD_METHOD",
        "GET,  false, 4,   websocket,   -,         BAD_REQUEST",
        "GET,  true,  5,   websocket,   -,         UNSUPPORTED_VERSION",
        "GET,  true,  abc, websocket,   -,         UNSUPPORTED_VERSION",
        "GET,  false, -,   polling,     -,         UNSUPPORTED_VERSION",
        "GET,  false, 5,   polling,     -,         UNSUPPORTED_VERSION"
      })
  void refusesEverythingElseInTheWordsOfTheProtocol(
      String method, boolean upgrade, String eio, String transport, String sid, Refusal refusal) {
    assertEquals(
        new Verdict.Refuse(refusal),
        POLICY.decide(new Asked(method, upgrade, eio, transport, sid, null, false), null));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    false, 4, polling,   polling,   Poll",
    "POST,   false, 4, polling,   polling,   Post",
    "DELETE, false, 4, polling,   polling,   NoSuchMethod",
    "HEAD,   false, 4, polling,   polling,   NoSuchMethod",
    "GET,    true,  4, websocket, polling,   Upgrade",
    "GET,    true,  4, websocket, websocket, UpgradeInVain",
    "GET,    true,  4, polling,   polling,   UpgradeInVain",
    "GET,    false, 3, polling,   polling,   Refuse",
    "GET,    true,  3, websocket, polling,   Refuse",
    "POST,   true,  4, websocket, polling,   Refuse",
    "GET,    false, 4, websocket, polling,   Refuse",
    "GET,    false, 4, polling,   websocket, Refuse",
    "POST,   false, 4, websocket, websocket, Refuse"
  })
  void takesTheRequestsOfASessionOnItsTransport(
      String method, boolean upgrade, String eio, String transport, String held, String verdict) {
    Verdict decided =
        POLICY.decide(
            new Asked(method, upgrade, eio, transport, "abc", null, false), new Held(V4, held));
    assertEquals(verdict, decided.getClass().getSimpleName());
    if (decided instanceof Verdict.Refuse refuse) {
      assertEquals(Refusal.BAD_REQUEST, refuse.refusal());
    }
  }

  @Test
  void knowsNoTransportButThoseThatAreServed() {
    RequestPolicy websocketOnly = new RequestPolicy(Set.of("websocket"), true);
    assertEquals(
        new Verdict.Refuse(Refusal.TRANSPORT_UNKNOWN),
        websocketOnly.decide(new Asked("GET", false, "4", "polling", null, null, false), null));
  }

  @Test
  void servesNoJsonp() {
    assertEquals(
        new Verdict.Refuse(Refusal.BAD_REQUEST),
        POLICY.decide(new Asked("GET", false, "3", "polling", null, null, true), null));
  }

  @Test
  void refusesAnOriginWithControlCharacters() {
    assertEquals(
        new Verdict.Refuse(Refusal.BAD_REQUEST),
        POLICY.decide(
            new Asked("GET", true, "4", "websocket", null, "http://x\u0001", false), null));
  }

  @Test
  void refusesOlderClientsWhereTheyAreNotWanted() {
    assertEquals(
        new Verdict.Refuse(Refusal.UNSUPPORTED_VERSION),
        new RequestPolicy(BOTH, false)
            .decide(new Asked("GET", true, "3", "websocket", null, null, false), null));
  }

  @Test
  void writesItsRefusalsAsServersDo() {
    assertEquals(
        "{\"code\":0,\"message\":\"Transport unknown\"}", Refusal.TRANSPORT_UNKNOWN.json());
  }

  @Test
  void sendsNoCorsHeadersUnlessConfigured() {
    assertEquals(Map.of(), new Cors(List.of()).headers("http://a"));
  }

  @Test
  void allowsTheOriginsThatAreListed() {
    Cors cors = new Cors(List.of("http://a", "http://b"));
    assertEquals(
        Map.of("Access-Control-Allow-Origin", "http://b", "Vary", "Origin"),
        cors.headers("http://b"));
    assertEquals(Map.of("Vary", "Origin"), cors.headers("http://c"));
    assertEquals(
        Map.of("Access-Control-Allow-Origin", "*"), new Cors(List.of("*")).headers("http://c"));
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
        new Cors(List.of("http://a")).preflight("http://a", "x-a"));
  }
}
