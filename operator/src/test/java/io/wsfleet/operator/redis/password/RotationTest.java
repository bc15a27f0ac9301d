package io.wsfleet.operator.redis.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
  void recordsAnotherPasswordBeforeAnybodyIsToldOfIt() {
    var plan = plan("b", settled("a"), server("0", "a"), server("1", "a"));
    assertEquals(new Accepted("b", List.of("a"), "a", null), plan.record());
    assertEquals(List.of(), plan.steps());
  }

  @Test
  void hasEveryRedisTakeItBeforeAnybodyComesWithIt() {
    var recorded = new Accepted("b", List.of("a"), "a", null);
    var plan = plan("b", recorded, server("0", "a"), server("1", "a"));
    assertEquals(
        List.of(new Step.Accept("0", Hash.of("b")), new Step.Accept("1", Hash.of("b"))),
        plan.steps());
    assertEquals(recorded, plan.record());
  }

  @Test
  void waitsForARedisThatDoesNotAnswerAsItMayNotTakeItYet() {
    var recorded = new Accepted("b", List.of("a"), "a", null);
    var plan = plan("b", recorded, server("0", "a", "b"), new Server.Silent("1"));
    assertEquals(recorded, plan.record());
    assertEquals(List.of(), plan.steps());
    assertEquals("The Redis of 1 does not answer.", plan.why());
  }

  @Test
  void tellsTheGatewaysOnceEveryRedisTakesIt() {
    var plan =
        plan(
            "b",
            new Accepted("b", List.of("a"), "a", null),
            server("0", "a", "b"),
            server("1", "a", "b"));
    assertEquals(new Accepted("b", List.of("a"), "b", NOW), plan.record());
  }

  @Test
  void hasReplicasComeWithItOnceEveryRedisTakesIt() {
    var plan =
        plan(
            "b",
            new Accepted("b", List.of("a"), "b", NOW),
            server("0", "a", "b"),
            presenting("b", "1", "a", "b"));
    assertEquals(List.of(new Step.Present("0", "b")), plan.steps());
  }

  @Test
  void takesTheFormerOneForAWhile() {
    var recorded = new Accepted("b", List.of("a"), "b", NOW.minusSeconds(60));
    var plan = plan("b", recorded, presenting("b", "0", "a", "b"));
    assertEquals(recorded, plan.record());
    assertEquals(List.of(), plan.steps());
    assertEquals(Duration.ofMinutes(4).plusMillis(1), plan.lookAgain());
  }

  @Test
  void takesTheFormerOneOffTheRecordBeforeAnyRedisRefusesIt() {
    var plan =
        plan("b", new Accepted("b", List.of("a"), "b", LONG_AGO), presenting("b", "0", "a", "b"));
    assertEquals(new Accepted("b", List.of(), "b", LONG_AGO), plan.record());
    assertEquals(List.of(), plan.steps());
    assertEquals(
        List.of(new Step.Refuse("0", Hash.of("a"))),
        plan("b", plan.record(), presenting("b", "0", "a", "b")).steps());
  }

  /** It would come back with a password that nobody takes, and nobody could tell it otherwise. */
  @Test
  void goesOnTakingTheFormerOneWhileARedisDoesNotAnswer() {
    var recorded = new Accepted("b", List.of("a"), "b", LONG_AGO);
    var plan = plan("b", recorded, presenting("b", "0", "a", "b"), new Server.Silent("1"));
    assertEquals(recorded, plan.record());
    assertEquals(List.of(), plan.steps());
    assertTrue(plan.lookAgain() != null);
  }

  @Test
  void tellsARedisThatHasStartedWithAnOlderFile() {
    var plan =
        plan(
            "b",
            new Accepted("b", List.of("a"), "b", NOW.minusSeconds(60)),
            server("0", "a"),
            presenting("b", "1", "a", "b"));
    assertEquals(List.of(new Step.Accept("0", Hash.of("b"))), plan.steps());
  }

  @Test
  void stillReachesARedisThatKnowsTheFormerOneAloneWhenTheRecordWasDeleted() {
    var recorded = new Accepted("b", List.of("a"), "b", NOW.minusSeconds(60));
    var again = Accepted.again(recorded, "b");
    assertEquals(List.of("b", "a"), again.all());
    assertEquals(
        List.of(new Step.Accept("0", Hash.of("b"))), plan("b", again, server("0", "a")).steps());
    assertEquals(Accepted.first("b"), Accepted.again(null, "b"), "nobody remembers");
  }

  @Test
  void takesBothWhenThePasswordWasDeletedWithTheRecord() {
    var plan = plan("b", Accepted.again(settled("a"), "b"), server("0", "a"));
    assertEquals(List.of("b", "a"), plan.record().all());
  }

  @Test
  void refusesAtOnceWhatARedisTakesFromAnOldFileLongAfter() {
    var plan = plan("b", settled("b"), presenting("b", "0", "a", "b"));
    assertEquals(List.of(new Step.Refuse("0", Hash.of("a"))), plan.steps());
  }

  /** As after the Secret with the record was deleted in the middle of it. */
  @Test
  void takesForAWhileWhatNobodyHasRecorded() {
    var first = plan("b", Accepted.first("b"), presenting("b", "0", "a", "b"));
    assertEquals(NOW, first.record().since());
    var then = plan("b", first.record(), presenting("b", "0", "a", "b"));
    assertEquals(List.of(), then.steps());
    assertEquals(PATIENCE.plusMillis(1), then.lookAgain());
  }

  @Test
  void aThirdPasswordBeginsTheWaitAnew() {
    var plan =
        plan(
            "c",
            new Accepted("b", List.of("a"), "b", NOW.minusSeconds(60)),
            presenting("b", "0", "a", "b"));
    assertEquals(new Accepted("c", List.of("b", "a"), "b", null), plan.record());
  }

  @Test
  void theOneThatGatewaysHaveStaysTheirsUntilTheNextIsTakenEverywhere() {
    var second = plan("b", settled("a"), server("0", "a")).record();
    var third = plan("c", second, server("0", "a", "b")).record();
    assertEquals(new Accepted("c", List.of("b", "a"), "a", null), third);
  }

  @Test
  void goesBackToAFormerOne() {
    var plan = plan("a", new Accepted("b", List.of("a"), "b", NOW), presenting("b", "0", "a", "b"));
    assertEquals(new Accepted("a", List.of("b"), "b", null), plan.record());
  }

  @Test
  void neverTakesMoreThanAFew() {
    var former = Stream.iterate(0, i -> i + 1).limit(8).map(i -> "p" + i).toList();
    var all = Stream.concat(Stream.of("b"), former.stream()).toArray(String[]::new);
    var recorded = new Accepted("b", former, "b", NOW.minusSeconds(60));
    assertEquals(recorded, plan("c", recorded, presenting("b", "0", all)).record());
    var over = new Accepted("b", former, "b", LONG_AGO);
    assertEquals(List.of(), plan("c", over, presenting("b", "0", all)).record().former());
  }

  @Test
  void saysNothingOfPasswordsWhereItIsWritten() {
    var plan =
        plan("hidden2", new Accepted("hidden2", List.of("hidden1"), "hidden2", NOW), server("0"));
    assertFalse(plan.toString().contains("hidden"), plan.toString());
    assertFalse(new Step.Present("0", "hidden").toString().contains("hidden"));
  }

  @Test
  void refusesWhatCannotBeAPassword() {
    for (var text : List.of("", "a b", "secret\n", "\tsecret", "a\u0000", "a\u00a0b")) {
      assertTrue(Wanted.objection(text).isPresent(), text);
    }
    assertTrue(Wanted.objection("x".repeat(513)).isPresent());
    for (var text : List.of("a", "-another-1", "\"'\\#>\u00e4", "x".repeat(512))) {
      assertEquals(java.util.Optional.empty(), Wanted.objection(text));
    }
  }

  /**
   * Whatever happens when: what gateways and replicas come with is taken by every Redis that runs,
   * and in the end there is one password.
   */
  @Test
  void nobodyEverComesWithWhatARedisDoesNotTake() {
    for (int seed = 0; seed < 2000; seed++) {
      new History(seed).run();
    }
  }

  /** Servers that restart, hang and are told, and an operator that ends between any two steps. */
  private static final class History {
    private final Random random;
    private final int seed;
    private final List<Set<String>> accepts = new ArrayList<>();
    private final List<String> presents = new ArrayList<>();
    private final boolean[] silent = new boolean[3];
    private Accepted record = Accepted.first("0");
    private String wanted = "0";
    private Instant now = NOW;

    History(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      for (int i = 0; i < 3; i++) {
        accepts.add(Set.of());
        presents.add("");
        start(i);
      }
    }

    void run() {
      for (int i = 0; i < 200; i++) {
        int server = random.nextInt(3);
        switch (random.nextInt(8)) {
          case 0 -> start(server);
          case 1 -> silent[server] = !silent[server];
          case 2 -> now = now.plusSeconds(random.nextInt(400));
          case 3 -> wanted = random.nextInt(4) == 0 ? "" + random.nextInt(20) : wanted;
          default -> look(random.nextInt(4));
        }
        check();
      }
      for (int i = 0; i < 3; i++) {
        silent[i] = false;
      }
      for (int i = 0; i < 20; i++) {
        look(Integer.MAX_VALUE);
        now = now.plusSeconds(200);
        check();
      }
      assertEquals(wanted, record.current(), "seed " + seed);
      for (int i = 0; i < 3; i++) {
        assertEquals(Set.of(Hash.of(wanted)), accepts.get(i), "seed " + seed);
        assertEquals(Hash.of(wanted), presents.get(i), "seed " + seed);
      }
      assertEquals(new Plan(record, List.of(), look().why(), null), look(), "seed " + seed);
    }

    private void start(int server) {
      accepts.set(server, record.hashes().stream().collect(Collectors.toSet()));
      presents.set(server, Hash.of(record.told()));
      silent[server] = false;
    }

    private Plan look() {
      var servers = new ArrayList<Server>();
      for (int i = 0; i < 3; i++) {
        servers.add(
            silent[i]
                ? new Server.Silent("" + i)
                : new Server.Answering("" + i, accepts.get(i), presents.get(i)));
      }
      return Rotation.plan(new Observation(now, wanted, record, servers, PATIENCE));
    }

    private void look(int most) {
      var plan = look();
      record = plan.record();
      plan.steps().stream().limit(most).forEach(this::take);
    }

    private void take(Step step) {
      int server = Integer.parseInt(step.pod());
      var all = new java.util.HashSet<>(accepts.get(server));
      if (step instanceof Step.Accept accept) {
        all.add(accept.hash());
      } else if (step instanceof Step.Refuse refuse) {
        all.remove(refuse.hash());
      } else if (step instanceof Step.Present present) {
        presents.set(server, Hash.of(present.password()));
      }
      accepts.set(server, all);
    }

    private void check() {
      for (int i = 0; i < 3; i++) {
        assertTrue(accepts.get(i).contains(Hash.of(record.told())), "seed " + seed);
        for (var presented : presents) {
          assertTrue(accepts.get(i).contains(presented), "seed " + seed);
        }
      }
    }
  }

  private static Accepted settled(String password) {
    return new Accepted(password, List.of(), password, LONG_AGO);
  }

  /** Comes with the first of them to its master. */
  private static Server server(String pod, String... accepts) {
    return presenting(accepts.length == 0 ? "" : accepts[0], pod, accepts);
  }

  private static Server presenting(String presents, String pod, String... accepts) {
    return new Server.Answering(
        pod, Stream.of(accepts).map(Hash::of).collect(Collectors.toSet()), Hash.of(presents));
  }

  private static Plan plan(String wanted, Accepted recorded, Server... servers) {
    return Rotation.plan(new Observation(NOW, wanted, recorded, List.of(servers), PATIENCE));
  }

  private static void assertNothing(Plan plan) {
    assertEquals(List.of(), plan.steps());
    assertNull(plan.lookAgain());
  }
}
