package io.wsfleet.operator.redis.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.redis.AclSecret;
import io.wsfleet.operator.redis.password.PasswordSet;
import io.wsfleet.operator.redis.password.Rotation;
import io.wsfleet.operator.redis.password.RotationObservation;
import io.wsfleet.operator.redis.password.RotationPlan;
import io.wsfleet.testing.RedisProcess;
import io.wsfleet.testing.Waits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A password that follows another on real servers, under a writer. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RealRedisRotationTest {

  private static final String OLD = RedisProcess.PASSWORD;

  /** With everything that a configuration file could take for something else. */
  private static final String NEW = "n\"e'w\\#>p%sä";

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private RealRedisCluster realRedisCluster;
  private TestPublisher testPublisher;
  private AclClient servers;
  private PasswordSet record = PasswordSet.initial(OLD);
  private Instant now = Instant.parse("2026-07-01T12:00:00Z");

  @BeforeEach
  void start() throws Exception {
    realRedisCluster = new RealRedisCluster(2, 1);
    realRedisCluster.awaitSettled();
    servers = new AclClient(realRedisCluster.monitor, () -> true);
    settle(OLD);
    testPublisher = new TestPublisher(realRedisCluster);
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
  }

  @AfterEach
  void stop() throws Exception {
    if (testPublisher != null) {
      testPublisher.close();
    }
    realRedisCluster.close();
  }

  @Test
  void closesNoLinkAndCausesNoFullResync() throws Exception {
    var before = synchronizations();
    var links = links();
    settle(NEW);
    everyRedis(OLD, true);
    everyRedis(NEW, true);
    now = now.plus(PATIENCE).plusSeconds(1);
    settle(NEW);
    everyRedis(OLD, false);
    everyRedis(NEW, true);
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
    assertEquals(before, synchronizations());
    assertEquals(links, links());
    assertEquals(1, realRedisCluster.record.term());
    nothingIsMissing();
  }

  @Test
  void aPodThatStartsDuringTheRotationAcceptsBothPasswords() throws Exception {
    settle(NEW);
    restart(realRedisCluster.aReplica());
    everyRedis(OLD, true);
    everyRedis(NEW, true);
    now = now.plus(PATIENCE).plusSeconds(1);
    settle(NEW);
    restart(realRedisCluster.aReplica());
    everyRedis(OLD, false);
    nothingIsMissing();
  }

  /** Its kubelet has not brought it the file with both. */
  @Test
  void aPodThatStartsWithAnOldFileGetsTheOtherPasswords() throws Exception {
    var replica = realRedisCluster.aReplica();
    var older = replica.server.configuration();
    settle(NEW);
    replica.server.setConfiguration(older);
    replica.server.setPassword(OLD);
    restart(replica);
    assertFalse(replica.server.acceptsPassword(NEW));
    settle(NEW);
    everyRedis(NEW, true);
    everyRedis(OLD, true);
  }

  @Test
  void replicasFollowAPromotedMasterWithTheNewPassword() throws Exception {
    settle(NEW);
    now = now.plus(PATIENCE).plusSeconds(1);
    settle(NEW);
    var former = realRedisCluster.master();
    former.server.kill();
    former.server.restart();
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
    realRedisCluster.awaitSettled();
    nothingIsMissing();
  }

  @Test
  void anotherOperatorContinuesAtAnyMoment() throws Exception {
    for (int looks = 1; looks < 6; looks++) {
      for (int i = 0; i < looks; i++) {
        look("next-" + looks, 1);
      }
      realRedisCluster
          .monitor
          .connection(RealRedisCluster.CLUSTER, realRedisCluster.master().name)
          .close();
      settle("next-" + looks);
      everyRedis("next-" + looks, true);
    }
    now = now.plus(PATIENCE).plusSeconds(1);
    settle("next-5");
    everyRedis("next-5", true);
    everyRedis("next-4", false);
    everyRedis(OLD, false);
  }

  private void restart(RealRedisCluster.Pod pod) throws Exception {
    pod.server.kill();
    pod.server.restart();
    await().until(() -> realRedisCluster.isSettled() && pod.podRole.inSync());
    await()
        .until(
            () -> servers.observe(RealRedisCluster.CLUSTER).stream().noneMatch(s -> isSilent(s)));
  }

  private static boolean isSilent(io.wsfleet.operator.redis.password.AclState aclState) {
    return aclState instanceof io.wsfleet.operator.redis.password.AclState.Unreachable;
  }

  /** Until there is nothing left to do but to wait for the time to pass. */
  private void settle(String wanted) throws Exception {
    for (int i = 0; i < 100; i++) {
      var before = record;
      var rotationPlan = look(wanted, Integer.MAX_VALUE);
      boolean isWaitingForServers = rotationPlan.message().contains("answer");
      if (rotationPlan.steps().isEmpty()
          && rotationPlan.record().equals(before)
          && !isWaitingForServers) {
        return;
      }
      if (isWaitingForServers) {
        Waits.pause(50);
      }
    }
    throw new AssertionError(String.valueOf(look(wanted, 0)));
  }

  /** As an operator does that has just started: all that it knows was read from the Secret. */
  private RotationPlan look(String wanted, int most) throws Exception {
    var rotationPlan =
        Rotation.plan(
            new RotationObservation(
                now, wanted, record, servers.observe(RealRedisCluster.CLUSTER), PATIENCE));
    var secret = AclSecret.create(ExampleClusters.chat("{}"), rotationPlan.record());
    record = AclSecret.passwordSet(secret).orElseThrow();
    assertEquals(rotationPlan.record(), record);
    realRedisCluster.passwords = record.all();
    for (var pod : realRedisCluster.all) {
      pod.server.setConfiguration(text(secret.getData().get("redis.conf")));
      pod.server.setPassword(text(secret.getData().get("password")));
    }
    for (var rotationStep : rotationPlan.steps().stream().limit(most).toList()) {
      servers.execute(RealRedisCluster.CLUSTER, rotationStep);
    }
    return rotationPlan;
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private void everyRedis(String password, boolean takes) {
    for (var pod : realRedisCluster.all) {
      assertEquals(takes, pod.server.acceptsPassword(password), pod.name);
    }
  }

  /** Of all of them, how often a replica was filled, wholly or in part. */
  private List<String> synchronizations() {
    var found = new ArrayList<String>();
    for (var pod : realRedisCluster.all) {
      Pattern.compile("sync_[a-z_]+:\\d+")
          .matcher(String.valueOf(pod.server.command("INFO", "stats")))
          .results()
          .forEach(r -> found.add(pod.name + " " + r.group()));
    }
    return found;
  }

  /** A link that was made anew has another number. */
  private List<String> links() {
    return Pattern.compile("(?m)^id=\\d+")
        .matcher(
            String.valueOf(
                realRedisCluster.master().server.command("CLIENT", "LIST", "TYPE", "replica")))
        .results()
        .map(r -> r.group())
        .sorted()
        .toList();
  }

  private void nothingIsMissing() throws Exception {
    testPublisher.close();
    realRedisCluster.awaitSettled();
    assertEquals(
        0,
        testPublisher.missing(realRedisCluster.master().server),
        () -> String.join("\n", realRedisCluster.log));
    assertTrue(realRedisCluster.record.dataLoss() == null, realRedisCluster.record.dataLoss());
  }
}
