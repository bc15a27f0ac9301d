package io.wsfleet.gateway.engineio.protocol;

import static io.wsfleet.gateway.engineio.protocol.EngineVersion.V3;
import static io.wsfleet.gateway.engineio.protocol.EngineVersion.V4;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineSessionTest {
  private static final HeartbeatSettings TIMING = new HeartbeatSettings(25_000, 20_000);

  @Test
  void pingsAfterTheIntervalAndWaitsForThePong() {
    EngineSession session = session(V4);
    assertEquals(25_000, session.deadline());
    assertEquals(SessionAction.NOTHING, session.onDeadline(24_999));
    assertEquals(new SessionAction.Send("2"), session.onDeadline(25_000));
    assertEquals(45_000, session.deadline());
    assertEquals(close(CloseReason.PING_TIMEOUT), session.onDeadline(45_000));
  }

  @Test
  void countsTheNextIntervalFromThePong() {
    EngineSession session = session(V4);
    session.onDeadline(25_000);
    assertEquals(SessionAction.NOTHING, session.onText("3", 30_000));
    assertEquals(55_000, session.deadline());
  }

  @Test
  void postponesThePingOnAnUnsolicitedPong() {
    EngineSession session = session(V4);
    session.onText("3", 10_000);
    assertEquals(35_000, session.deadline());
  }

  @Test
  void extendsThePongTimeoutOnceForAnActiveClient() {
    EngineSession session = session(V4);
    session.onDeadline(25_000);
    session.onText("42[\"a\"]", 30_000);
    assertEquals(50_000, session.deadline());
    session.onText("42[\"a\"]", 40_000);
    assertEquals(50_000, session.deadline());
    assertEquals(close(CloseReason.PING_TIMEOUT), session.onDeadline(50_000));
  }

  @Test
  void readsTheBase64OfTheJavaClientWhichBreaksItsLines() {
    SessionAction sessionAction = session(V4).onText("bAQ\nID\r\n\n", 0);
    assertArrayEquals(
        new byte[] {1, 2, 3},
        assertInstanceOf(SessionAction.Binary.class, sessionAction).message());
  }

  @Test
  void waitsForThePongAnewAfterAnUpgrade() {
    EngineSession session = session(V4);
    session.onUpgrade(10_000);
    assertEquals(25_000, session.deadline());
    session.onDeadline(25_000);
    session.onUpgrade(30_000);
    assertEquals(50_000, session.deadline());
    EngineSession older = session(V3);
    older.onUpgrade(10_000);
    assertEquals(55_000, older.deadline());
  }

  @Test
  void answersThePingsOfAnOlderClientAndWaitsForTheNext() {
    EngineSession session = session(V3);
    assertEquals(45_000, session.deadline());
    assertEquals(new SessionAction.Send("3"), session.onText("2", 25_000));
    assertEquals(70_000, session.deadline());
    assertEquals(close(CloseReason.PING_TIMEOUT), session.onDeadline(70_000));
  }

  @Test
  void answersAProbeOutsideOfAnUpgradePlainly() {
    assertEquals(new SessionAction.Send("3"), session(V3).onText("2probe", 0));
  }

  @ParameterizedTest
  @CsvSource({
    "V4, 2, TRANSPORT_ERROR",
    "V3, 3, TRANSPORT_ERROR",
    "V4, 1, TRANSPORT_CLOSE",
    "V3, 1, TRANSPORT_CLOSE",
    "V4, '', PARSE_ERROR",
    "V4, 7, PARSE_ERROR",
    "V4, x, PARSE_ERROR",
    "V3, b5AA, PARSE_ERROR",
    "V3, b, PARSE_ERROR",
    "V4, b!, PARSE_ERROR"
  })
  void closesWhatTheProtocolDoesNotAllow(EngineVersion version, String frame, CloseReason reason) {
    assertEquals(close(reason), session(version).onText(frame, 0));
  }

  @ParameterizedTest
  @CsvSource({"V4, 0", "V4, 5", "V4, 6", "V3, 5"})
  void ignoresWhatMeansNothingFromAClient(EngineVersion version, String frame) {
    assertEquals(SessionAction.NOTHING, session(version).onText(frame, 0));
  }

  @Test
  void passesMessagesOn() {
    assertEquals(new SessionAction.Text("2[\"a\"]"), session(V4).onText("42[\"a\"]", 0));
    assertEquals(new SessionAction.Text(""), session(V3).onText("4", 0));
  }

  @Test
  void expectsATypeByteInBinaryMessagesOfLegacyClients() {
    assertBinary(new byte[] {4, 9, 8}, session(V4).onBinary(new byte[] {4, 9, 8}, 0));
    assertBinary(new byte[] {9, 8}, session(V3).onBinary(new byte[] {4, 9, 8}, 0));
    assertEquals(close(CloseReason.PARSE_ERROR), session(V3).onBinary(new byte[] {2}, 0));
    assertEquals(close(CloseReason.PARSE_ERROR), session(V3).onBinary(new byte[0], 0));
  }

  @Test
  void readsBinaryMessagesThatCameAsText() {
    assertBinary(new byte[] {1, 2, 3}, session(V4).onText("bAQID", 0));
    assertBinary(new byte[] {8, 8, 7}, session(V3).onText("b4CAgH", 0));
  }

  private static void assertBinary(byte[] expected, SessionAction sessionAction) {
    assertArrayEquals(
        expected, assertInstanceOf(SessionAction.Binary.class, sessionAction).message());
  }

  private static SessionAction close(CloseReason reason) {
    return new SessionAction.Close(reason);
  }

  private static EngineSession session(EngineVersion version) {
    return new EngineSession(version, TIMING, 0);
  }
}
