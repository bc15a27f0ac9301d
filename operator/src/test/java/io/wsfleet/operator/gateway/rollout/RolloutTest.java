package io.wsfleet.operator.gateway.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutTest {

  @Test
  void aFirstRevisionHasAllItsPodsAtOnce() {
    var plan = Rollout.plan(3, new Seen("new", 0, 0), List.of());
    assertEquals(3, plan.replicas());
    assertTrue(plan.settled());
  }

  @Test
  void scalesTheOnlyRevisionUpAndDown() {
    assertEquals(5, Rollout.plan(5, new Seen("new", 3, 3), List.of()).replicas());
    assertEquals(2, Rollout.plan(2, new Seen("new", 5, 5), List.of()).replicas());
    assertEquals(0, Rollout.plan(0, new Seen("new", 5, 5), List.of()).replicas());
  }

  @Test
  void beginsWithTheSurgeAndLeavesTheOldPodsAlone() {
    var plan = Rollout.plan(3, new Seen("new", 0, 0), List.of(new Seen("old", 3, 3)));
    assertEquals(1, plan.replicas());
    assertEquals(Map.of("old", 3), plan.former());
  }

  @Test
  void anImageThatNeverServesLeavesTheOldPodsUntouched() {
    var plan = Rollout.plan(3, new Seen("new", 1, 0), List.of(new Seen("old", 3, 3)));
    assertEquals(1, plan.replicas());
    assertEquals(Map.of("old", 3), plan.former());
  }

  @Test
  void takesOneOldPodAwayForEachNewOneThatServes() {
    var plan = Rollout.plan(3, new Seen("new", 1, 1), List.of(new Seen("old", 3, 3)));
    assertEquals(Map.of("old", 2), plan.former());
  }

  @Test
  void growsAsFarAsTheOldPodsThatAreStillThereLeaveRoom() {
    assertEquals(
        2, Rollout.plan(3, new Seen("new", 1, 1), List.of(new Seen("old", 2, 2))).replicas());
    assertEquals(
        3, Rollout.plan(3, new Seen("new", 2, 2), List.of(new Seen("old", 1, 1))).replicas());
  }

  @Test
  void anOldRevisionWithoutPodsIsOver() {
    var plan = Rollout.plan(3, new Seen("new", 3, 3), List.of(new Seen("old", 0, 0)));
    assertEquals(Set.of("old"), plan.over());
    assertEquals(Map.of(), plan.former());
  }

  @Test
  void goingBackRemovesTheFailedPodsAtOnceAndKeepsThoseThatServe() {
    var plan = Rollout.plan(3, new Seen("good", 3, 3), List.of(new Seen("bad", 1, 0)));
    assertEquals(3, plan.replicas());
    assertEquals(Map.of("bad", 0), plan.former());
  }

  @Test
  void podsThatDoNotServeGoFirst() {
    var plan =
        Rollout.plan(
            4, new Seen("new", 1, 1), List.of(new Seen("older", 2, 2), new Seen("broken", 2, 1)));
    assertEquals(Map.of("older", 2, "broken", 1), plan.former());
  }

  @Test
  void theOldestOfThoseThatServeGoesFirst() {
    var plan =
        Rollout.plan(
            4, new Seen("new", 1, 1), List.of(new Seen("older", 2, 2), new Seen("old", 2, 2)));
    assertEquals(Map.of("older", 1, "old", 2), plan.former());
  }

  @Test
  void podsOfABrokenRevisionMakeWayForItsCure() {
    var plan = Rollout.plan(3, new Seen("cure", 1, 1), List.of(new Seen("broken", 3, 0)));
    assertEquals(Map.of("broken", 2), plan.former());
  }

  @Test
  void scalingDownWhileARolloutIsStuckTakesOldPodsAway() {
    var plan = Rollout.plan(2, new Seen("bad", 1, 0), List.of(new Seen("old", 3, 3)));
    assertEquals(Map.of("old", 2), plan.former());
  }

  @Test
  void aReportOlderThanTheSpecCountsForNoMoreThanTheSpec() {
    var plan = Rollout.plan(3, new Seen("new", 1, 3), List.of(new Seen("old", 3, 3)));
    assertEquals(Map.of("old", 2), plan.former());
  }

  @Test
  void theSurgeIsAQuarterAndAtLeastOne() {
    assertEquals(1, Rollout.surge(0));
    assertEquals(1, Rollout.surge(4));
    assertEquals(2, Rollout.surge(5));
    assertEquals(25, Rollout.surge(100));
  }
}
