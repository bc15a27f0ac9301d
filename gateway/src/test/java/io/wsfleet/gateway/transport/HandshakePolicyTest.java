package io.wsfleet.gateway.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.engineio.EngineVersion;
import io.wsfleet.gateway.transport.HandshakePolicy.Asked;
import io.wsfleet.gateway.transport.HandshakePolicy.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakePolicyTest {
  private static final HandshakePolicy POLICY = new HandshakePolicy(true);

  @Test
  void letsBothGenerationsOfClientsIn() {
    assertEquals(
        new Verdict.Accept(EngineVersion.V4),
        POLICY.decide(new Asked("GET", true, "4", "websocket", null, null)));
    assertEquals(
        new Verdict.Accept(EngineVersion.V3),
        POLICY.decide(new Asked("GET", true, "3", "websocket", null, "http://x")));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "GET,  false, 4,   polling,     -,         TRANSPORT_UNKNOWN",
        "GET,  false, 4,   -,           -,         TRANSPORT_UNKNOWN",
        "GET,  true,  4,   __proto__,   -,         TRANSPORT_UNKNOWN",
        "GET,  true,  4,   constructor, -,         TRANSPORT_UNKNOWN",
        "GET,  true,  4,   webtransport, -,        TRANSPORT_UNKNOWN",
        "GET,  true,  4,   websocket,   abc,       SESSION_UNKNOWN",
        "GET,  true,  4,   websocket,   __proto__, SESSION_UNKNOWN",
        "HEAD, false, 4,   websocket,   -,         BAD_METHOD",
        "POST, false, 4,   websocket,   -,         BAD_METHOD",
        "OPTIONS, false, 4, websocket,  -,         BAD_METHOD",
        "GET,  false, 4,   websocket,   -,         BAD_REQUEST",
        "GET,  true,  5,   websocket,   -,         UNSUPPORTED_VERSION",
        "GET,  true,  abc, websocket,   -,         UNSUPPORTED_VERSION",
        "GET,  true,  -,   websocket,   -,         UNSUPPORTED_VERSION"
      })
  void refusesEverythingElseInTheWordsOfTheProtocol(
      String method, boolean upgrade, String eio, String transport, String sid, Refusal refusal) {
    assertEquals(
        new Verdict.Refuse(refusal),
        POLICY.decide(new Asked(method, upgrade, eio, transport, sid, null)));
  }

  @Test
  void refusesAnOriginWithControlCharacters() {
    assertEquals(
        new Verdict.Refuse(Refusal.BAD_REQUEST),
        POLICY.decide(new Asked("GET", true, "4", "websocket", null, "http://x\u0001")));
  }

  @Test
  void refusesOlderClientsWhereTheyAreNotWanted() {
    assertEquals(
        new Verdict.Refuse(Refusal.UNSUPPORTED_VERSION),
        new HandshakePolicy(false).decide(new Asked("GET", true, "3", "websocket", null, null)));
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
