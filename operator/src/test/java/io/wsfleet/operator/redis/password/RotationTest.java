package io.wsfleet.operator.redis.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RotationTest {

  private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Instant LONG_AGO = NOW.minus(PATIENCE).minusSeconds(1);

  @Test
  void leavesASettledFleetAlone() {
    assertNothing(plan("a", settled("a"), server("0", "a"), server("1", "a")));
  }

  @Test
  void recordsAnotherPasswordBeforeAnyRedisGetsIt() {
    var rotationPlan = plan("b", settled("a"), server("0", "a"), server("1", "a"));
    assertEquals(new PasswordSet("b", List.of("a"), "a", null), rotationPlan.record());
    assertEquals(List.of(), rotationPlan.steps());
  }

  @Test
  void addsItToEveryRedisBeforeAnyClientSendsIt() {
    var recorded = new PasswordSet("b", List.of("a"), "a", null);
    var rotationPlan = plan("b", recorded, server("0", "a"), server("1", "a"));
    assertEquals(
        List.of(
            new RotationStep.AddPassword("0", PasswordHash.of("b")),
            new RotationStep.AddPassword("1", PasswordHash.of("b"))),
        rotationPlan.steps());
    assertEquals(recorded, rotationPlan.record());
  }

  @Test
  void waitsForARedisThatDoesNotAnswer() {
    var recorded = new PasswordSet("b", List.of("a"), "a", null);
    var rotationPlan = plan("b", recorded, server("0", "a", "b"), new AclState.Unreachable("1"));
    assertEquals(recorded, rotationPlan.record());
    assertEquals(List.of(), rotationPlan.steps());
    assertEquals("The Redis of 1 does not answer.", rotationPlan.message());
  }

  @Test
  void givesItToGatewaysOnceEveryRedisAcceptsIt() {
    var rotationPlan =
        plan(
            "b",
            new PasswordSet("b", List.of("a"), "a", null),
            server("0", "a", "b"),
            server("1", "a", "b"));
    assertEquals(new PasswordSet("b", List.of("a"), "b", NOW), rotationPlan.record());
  }

  @Test
  void hasReplicasSendItOnceEveryRedisAcceptsIt() {
    var rotationPlan =
        plan(
            "b",
            new PasswordSet("b", List.of("a"), "b", NOW),
            server("0", "a", "b"),
            presenting("b", "1", "a", "b"));
    assertEquals(List.of(new RotationStep.SetMasterAuth("0", "b")), rotationPlan.steps());
  }

  @Test
  void acceptsTheFormerOneForALimitedTime() {
    var recorded = new PasswordSet("b", List.of("a"), "b", NOW.minusSeconds(60));
    var rotationPlan = plan("b", recorded, presenting("b", "0", "a", "b"));
    assertEquals(recorded, rotationPlan.record());
    assertEquals(List.of(), rotationPlan.steps());
    assertEquals(Duration.ofMinutes(4).plusMillis(1), rotationPlan.rescheduleAfter());
  }

  @Test
  void removesTheFormerOneFromTheRecordBeforeAnyRedis() {
    var rotationPlan =
        plan(
            "b", new PasswordSet("b", List.of("a"), "b", LONG_AGO), presenting("b", "0", "a", "b"));
    assertEquals(new PasswordSet("b", List.of(), "b", LONG_AGO), rotationPlan.record());
    assertEquals(List.of(), rotationPlan.steps());
    assertEquals(
        List.of(new RotationStep.RemovePassword("0", PasswordHash.of("a"))),
        plan("b", rotationPlan.record(), presenting("b", "0", "a", "b")).steps());
  }

  /** It would come back with a password that nobody takes, and nobody could tell it otherwise. */
  @Test
  void acceptsTheFormerOneWhileARedisDoesNotAnswer() {
    var recorded = new PasswordSet("b", List.of("a"), "b", LONG_AGO);
    var rotationPlan =
        plan("b", recorded, presenting("b", "0", "a", "b"), new AclState.Unreachable("1"));
    assertEquals(recorded, rotationPlan.record());
    assertEquals(List.of(), rotationPlan.steps());
    assertTrue(rotationPlan.rescheduleAfter() != null);
  }

  @Test
  void addsItToARedisThatStartedWithAnOldFile() {
    var rotationPlan =
        plan(
            "b",
            new PasswordSet("b", List.of("a"), "b", NOW.minusSeconds(60)),
            server("0", "a"),
            presenting("b", "1", "a", "b"));
    assertEquals(
        List.of(new RotationStep.AddPassword("0", PasswordHash.of("b"))), rotationPlan.steps());
  }

  @Test
  void keepsTheFormerOneIfTheRecordWasDeleted() {
    var recorded = new PasswordSet("b", List.of("a"), "b", NOW.minusSeconds(60));
    var again = PasswordSet.resume(recorded, "b");
    assertEquals(List.of("b", "a"), again.all());
    assertEquals(
        List.of(new RotationStep.AddPassword("0", PasswordHash.of("b"))),
        plan("b", again, server("0", "a")).steps());
    assertEquals(PasswordSet.initial("b"), PasswordSet.resume(null, "b"), "nobody remembers");
  }

  @Test
  void acceptsBothIfThePasswordWasDeletedWithTheRecord() {
    var rotationPlan = plan("b", PasswordSet.resume(settled("a"), "b"), server("0", "a"));
    assertEquals(List.of("b", "a"), rotationPlan.record().all());
  }

  @Test
  void removesAtOnceWhatARedisAcceptsFromAnOldFile() {
    var rotationPlan = plan("b", settled("b"), presenting("b", "0", "a", "b"));
    assertEquals(
        List.of(new RotationStep.RemovePassword("0", PasswordHash.of("a"))), rotationPlan.steps());
  }

  /** As after the Secret with the record was deleted in the middle of it. */
  @Test
  void acceptsAnUnrecordedPasswordForALimitedTime() {
    var first = plan("b", PasswordSet.initial("b"), presenting("b", "0", "a", "b"));
    assertEquals(NOW, first.record().acceptedEverywhereSince());
    var then = plan("b", first.record(), presenting("b", "0", "a", "b"));
    assertEquals(List.of(), then.steps());
    assertEquals(PATIENCE.plusMillis(1), then.rescheduleAfter());
  }

  @Test
  void aThirdPasswordRestartsTheWait() {
    var rotationPlan =
        plan(
            "c",
            new PasswordSet("b", List.of("a"), "b", NOW.minusSeconds(60)),
            presenting("b", "0", "a", "b"));
    assertEquals(new PasswordSet("c", List.of("b", "a"), "b", null), rotationPlan.record());
  }

  @Test
  void gatewaysKeepThePasswordUntilEveryRedisAcceptsTheNext() {
    var second = plan("b", settled("a"), server("0", "a")).record();
    var third = plan("c", second, server("0", "a", "b")).record();
    assertEquals(new PasswordSet("c", List.of("b", "a"), "a", null), third);
  }

  @Test
  void canReturnToAFormerOne() {
    var rotationPlan =
        plan("a", new PasswordSet("b", List.of("a"), "b", NOW), presenting("b", "0", "a", "b"));
    assertEquals(new PasswordSet("a", List.of("b"), "b", null), rotationPlan.record());
  }

  @Test
  void limitsTheNumberOfPasswords() {
    var former = Stream.iterate(0, i -> i + 1).limit(8).map(i -> "p" + i).toList();
    var all = Stream.concat(Stream.of("b"), former.stream()).toArray(String[]::new);
    var recorded = new PasswordSet("b", former, "b", NOW.minusSeconds(60));
    assertEquals(recorded, plan("c", recorded, presenting("b", "0", all)).record());
    var over = new PasswordSet("b", former, "b", LONG_AGO);
    assertEquals(List.of(), plan("c", over, presenting("b", "0", all)).record().former());
  }

  @Test
  void writesNoPasswordIntoALog() {
    var rotationPlan =
        plan(
            "hidden2", new PasswordSet("hidden2", List.of("hidden1"), "hidden2", NOW), server("0"));
    assertFalse(rotationPlan.toString().contains("hidden"), rotationPlan.toString());
    assertFalse(new RotationStep.SetMasterAuth("0", "hidden").toString().contains("hidden"));
  }

  private static PasswordSet settled(String password) {
    return new PasswordSet(password, List.of(), password, LONG_AGO);
  }

  /** Comes with the first of them to its master. */
  private static AclState server(String pod, String... accepts) {
    return presenting(accepts.length == 0 ? "" : accepts[0], pod, accepts);
  }

  private static AclState presenting(String presents, String pod, String... accepts) {
    return new AclState.Reachable(
        pod,
        Stream.of(accepts).map(PasswordHash::of).collect(Collectors.toSet()),
        PasswordHash.of(presents));
  }

  private static RotationPlan plan(String wanted, PasswordSet recorded, AclState... servers) {
    return Rotation.plan(
        new RotationObservation(NOW, wanted, recorded, List.of(servers), PATIENCE));
  }

  private static void assertNothing(RotationPlan rotationPlan) {
    assertEquals(List.of(), rotationPlan.steps());
    assertNull(rotationPlan.rescheduleAfter());
  }
}
