package io.wsfleet.operator.redis.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Three Redis that restart and hang, and an operator that may crash between any two steps.
 * Everything that happens comes from one seed.
 */
final class RotationSimulation {

  private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Random random;
  private final int seed;
  private final List<Set<String>> accepts = new ArrayList<>();
  private final List<String> presents = new ArrayList<>();
  private final boolean[] silent = new boolean[3];
  private PasswordSet record = PasswordSet.initial("0");
  private String wanted = "0";
  private Instant now = NOW;

  RotationSimulation(int seed) {
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
      assertEquals(Set.of(PasswordHash.of(wanted)), accepts.get(i), "seed " + seed);
      assertEquals(PasswordHash.of(wanted), presents.get(i), "seed " + seed);
    }
    assertEquals(
        new RotationPlan(record, List.of(), look().message(), null), look(), "seed " + seed);
  }

  private void start(int server) {
    accepts.set(server, record.hashes().stream().collect(Collectors.toSet()));
    presents.set(server, PasswordHash.of(record.active()));
    silent[server] = false;
  }

  private RotationPlan look() {
    var servers = new ArrayList<AclState>();
    for (int i = 0; i < 3; i++) {
      servers.add(
          silent[i]
              ? new AclState.Unreachable("" + i)
              : new AclState.Reachable("" + i, accepts.get(i), presents.get(i)));
    }
    return Rotation.plan(new RotationObservation(now, wanted, record, servers, PATIENCE));
  }

  private void look(int most) {
    var rotationPlan = look();
    record = rotationPlan.record();
    rotationPlan.steps().stream().limit(most).forEach(this::take);
  }

  private void take(RotationStep rotationStep) {
    int server = Integer.parseInt(rotationStep.pod());
    var all = new java.util.HashSet<>(accepts.get(server));
    if (rotationStep instanceof RotationStep.AddPassword addPassword) {
      all.add(addPassword.hash());
    } else if (rotationStep instanceof RotationStep.RemovePassword removePassword) {
      all.remove(removePassword.hash());
    } else if (rotationStep instanceof RotationStep.SetMasterAuth setMasterAuth) {
      presents.set(server, PasswordHash.of(setMasterAuth.password()));
    }
    accepts.set(server, all);
  }

  private void check() {
    for (int i = 0; i < 3; i++) {
      assertTrue(accepts.get(i).contains(PasswordHash.of(record.active())), "seed " + seed);
      for (var presented : presents) {
        assertTrue(accepts.get(i).contains(presented), "seed " + seed);
      }
    }
  }
}
