package io.wsfleet.operator.gateway.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PollScheduleTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String CHAT = "default/chat";

  private final PollSchedule pollSchedule = new PollSchedule(Duration.ofSeconds(10));

  @Test
  void pollsNewGatewaysAtOnce() {
    assertTrue(pollSchedule.isDue(CHAT, Set.of("a"), NOW));
    assertEquals(Set.of(), pollSchedule.statuses(CHAT));
  }

  @Test
  void pollsConnectedGatewaysOnceInAnInterval() {
    pollSchedule.store(CHAT, Set.of(report("a", "a", "b"), report("b", "a", "b")), NOW);
    assertFalse(pollSchedule.isDue(CHAT, Set.of("a", "b"), NOW.plusMillis(9_999)));
    assertTrue(pollSchedule.isDue(CHAT, Set.of("a", "b"), NOW.plusMillis(10_000)));
  }

  @Test
  void pollsEachTimeUntilEachReceivesAllHeartbeats() {
    pollSchedule.store(CHAT, Set.of(report("a", "a", "b"), report("b", "b")), NOW);
    assertTrue(pollSchedule.isDue(CHAT, Set.of("a", "b"), NOW));
  }

  @Test
  void forgetsADeletedCluster() {
    pollSchedule.store(CHAT, Set.of(report("a", "a")), NOW);
    pollSchedule.forget(CHAT);
    assertEquals(Set.of(), pollSchedule.statuses(CHAT));
    assertTrue(pollSchedule.isDue(CHAT, Set.of("a"), NOW));
  }

  @Test
  void pollsWhenAGatewayComesOrGoes() {
    pollSchedule.store(CHAT, Set.of(report("a", "a", "b"), report("b", "a", "b")), NOW);
    assertTrue(pollSchedule.isDue(CHAT, Set.of("a", "b", "c"), NOW), "it came");
    assertTrue(pollSchedule.isDue(CHAT, Set.of("a"), NOW), "it went");
  }

  @Test
  void ignoresHeartbeatsOfAGatewayThatIsGone() {
    pollSchedule.store(CHAT, Set.of(report("a", "a", "gone")), NOW);
    assertFalse(pollSchedule.isDue(CHAT, Set.of("a"), NOW));
  }

  @Test
  void pollsEachFleetByItsOwnSchedule() {
    pollSchedule.store(CHAT, Set.of(report("a", "a")), NOW);
    assertTrue(pollSchedule.isDue("default/other", Set.of("a"), NOW));
    assertEquals(Set.of(report("a", "a")), pollSchedule.statuses(CHAT));
  }

  @Test
  void forgetsAFleetWithoutGateways() {
    pollSchedule.store(CHAT, Set.of(report("a", "a")), NOW);
    pollSchedule.store(CHAT, Set.of(), NOW);
    assertEquals(Set.of(), pollSchedule.statuses(CHAT));
  }

  @Test
  void aFleetHasOnePollAtATime() {
    assertTrue(pollSchedule.begin(CHAT));
    assertFalse(pollSchedule.begin(CHAT));
    assertTrue(pollSchedule.begin("default/other"));
    pollSchedule.end(CHAT, poll(true, report("a", "a")), NOW);
    assertEquals(Set.of(report("a", "a")), pollSchedule.statuses(CHAT));
    assertTrue(pollSchedule.begin(CHAT));
  }

  @Test
  void knowsWhichFleetsDidNotAnswer() {
    pollSchedule.begin(CHAT);
    pollSchedule.end(CHAT, poll(false), NOW);
    assertTrue(pollSchedule.isSilent(CHAT));
    pollSchedule.begin(CHAT);
    pollSchedule.end(CHAT, poll(true, report("a", "a")), NOW);
    assertFalse(pollSchedule.isSilent(CHAT));
  }

  @Test
  void dropsTheResultForAClusterThatWasDeletedMeanwhile() {
    pollSchedule.begin(CHAT);
    pollSchedule.forget(CHAT);
    pollSchedule.end(CHAT, poll(true, report("a", "a")), NOW);
    assertEquals(Set.of(), pollSchedule.statuses(CHAT));
  }

  private static GatewayStatusClient.Poll poll(boolean isComplete, PolledGateway... gateways) {
    return new GatewayStatusClient.Poll(Set.of(gateways), isComplete);
  }

  private static PolledGateway report(String gateway, String... hears) {
    return new PolledGateway(gateway, "uid-" + gateway, 0, Set.of(hears));
  }
}
