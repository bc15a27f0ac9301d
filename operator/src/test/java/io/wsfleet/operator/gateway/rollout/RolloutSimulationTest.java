package io.wsfleet.operator.gateway.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cluster in which pods become available, fail and recover at random, specs change in the middle
 * of rollouts, and only part of a plan may be carried out. What must hold at each step is checked
 * at each step; the seed is in the name of the test.
 */
class RolloutSimulationTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverServesLessThanPossibleAndAlwaysEnds(long seed) {
    var random = new SplittableRandom(seed);
    for (int story = 0; story < 500; story++) {
      new Story(random).run();
    }
  }

  private static final class Story {
    private final SplittableRandom random;
    private final Map<String, Deployed> revisions = new LinkedHashMap<>();
    private final List<String> templates = List.of("a", "b", "c");
    private String current = "a";
    private int desired;

    Story(SplittableRandom random) {
      this.random = random;
      this.desired = random.nextInt(0, 12);
    }

    void run() {
      int turns = random.nextInt(5, 60);
      for (int turn = 0; turn < turns; turn++) {
        somethingHappens();
        step(random.nextInt(4) > 0);
      }
      calm();
    }

    /** When nothing new happens and pods start, the rollout ends, in a bounded number of steps. */
    private void calm() {
      for (int turn = 0; turn < 200; turn++) {
        revisions.values().forEach(Deployed::recover);
        step(true);
      }
      assertEquals(List.of(current), List.copyOf(revisions.keySet()));
      assertEquals(desired, revisions.get(current).replicas);
    }

    private void somethingHappens() {
      switch (random.nextInt(6)) {
        case 0 -> desired = random.nextInt(0, 12);
        case 1 -> current = templates.get(random.nextInt(templates.size()));
        default -> revisions.values().forEach(r -> r.happen(random));
      }
    }

    private void step(boolean carriedOut) {
      var former = new ArrayList<RevisionState>();
      revisions.forEach((name, r) -> former.add(r.observe(name)));
      former.removeIf(s -> s.revision().equals(current));
      var mine = revisions.getOrDefault(current, new Deployed());
      int servingBefore = serving();
      int podsBefore = pods();

      var rolloutPlan = Rollout.plan(desired, mine.observe(current), former);

      assertTrue(rolloutPlan.replicas() <= desired, "no more than desired of the current revision");
      for (var revisionState : former) {
        int next = rolloutPlan.former().getOrDefault(revisionState.revision(), 0);
        assertTrue(next <= revisionState.replicas(), "a former revision never grows");
        assertTrue(next >= 0);
      }
      revisions.computeIfAbsent(current, name -> new Deployed()).resize(rolloutPlan.replicas());
      if (carriedOut) {
        rolloutPlan.former().forEach((name, replicas) -> revisions.get(name).resize(replicas));
        rolloutPlan.finished().forEach(revisions::remove);
      }
      assertTrue(serving() >= Math.min(desired, servingBefore), "no step takes service away");
      assertTrue(
          pods() <= Math.max(podsBefore, desired + Rollout.surge(desired)),
          "never more pods than the surge allows");
    }

    private int serving() {
      return revisions.values().stream().mapToInt(r -> r.available).sum();
    }

    private int pods() {
      return revisions.values().stream().mapToInt(r -> r.replicas).sum();
    }
  }

  /**
   * A Deployment that removes pods that do not serve before those that do. Its report is made some
   * time after its spec has changed; until then it is of the former spec.
   */
  private static final class Deployed {
    private int replicas;
    private int available;
    private int reported;
    private boolean isReported = true;

    void resize(int wanted) {
      isReported = isReported && wanted == replicas;
      replicas = wanted;
      available = Math.min(available, wanted);
    }

    void happen(SplittableRandom random) {
      available = random.nextInt(0, replicas + 1);
      if (isReported || random.nextInt(3) == 0) {
        report();
      }
    }

    void recover() {
      available = replicas;
      report();
    }

    private void report() {
      reported = available;
      isReported = true;
    }

    RevisionState observe(String name) {
      return isReported
          ? new RevisionState(name, replicas, reported)
          : RevisionState.unreported(name, replicas);
    }
  }
}
