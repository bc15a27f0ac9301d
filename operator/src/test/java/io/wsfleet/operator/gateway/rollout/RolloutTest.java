package io.wsfleet.operator.gateway.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutTest {

  @Test
  void theFirstRevisionGetsAllPodsAtOnce() {
    var rolloutPlan = Rollout.plan(3, new RevisionState("new", 0, 0), List.of());
    assertEquals(3, rolloutPlan.replicas());
    assertTrue(rolloutPlan.isSettled());
  }

  @Test
  void scalesTheOnlyRevisionUpAndDown() {
    assertEquals(5, Rollout.plan(5, new RevisionState("new", 3, 3), List.of()).replicas());
    assertEquals(2, Rollout.plan(2, new RevisionState("new", 5, 5), List.of()).replicas());
    assertEquals(0, Rollout.plan(0, new RevisionState("new", 5, 5), List.of()).replicas());
  }

  @Test
  void beginsWithTheSurgeAndKeepsTheOldPods() {
    var rolloutPlan =
        Rollout.plan(3, new RevisionState("new", 0, 0), List.of(new RevisionState("old", 3, 3)));
    assertEquals(1, rolloutPlan.replicas());
    assertEquals(Map.of("old", 3), rolloutPlan.former());
  }

  @Test
  void anImageThatNeverServesReplacesNoOldPod() {
    var rolloutPlan =
        Rollout.plan(3, new RevisionState("new", 1, 0), List.of(new RevisionState("old", 3, 3)));
    assertEquals(1, rolloutPlan.replicas());
    assertEquals(Map.of("old", 3), rolloutPlan.former());
  }

  @Test
  void removesOneOldPodForEachNewOneThatServes() {
    var rolloutPlan =
        Rollout.plan(3, new RevisionState("new", 1, 1), List.of(new RevisionState("old", 3, 3)));
    assertEquals(Map.of("old", 2), rolloutPlan.former());
  }

  @Test
  void growsIntoTheRoomThatTheOldPodsLeave() {
    assertEquals(
        2,
        Rollout.plan(3, new RevisionState("new", 1, 1), List.of(new RevisionState("old", 2, 2)))
            .replicas());
    assertEquals(
        3,
        Rollout.plan(3, new RevisionState("new", 2, 2), List.of(new RevisionState("old", 1, 1)))
            .replicas());
  }

  @Test
  void anOldRevisionWithoutPodsIsFinished() {
    var rolloutPlan =
        Rollout.plan(3, new RevisionState("new", 3, 3), List.of(new RevisionState("old", 0, 0)));
    assertEquals(Set.of("old"), rolloutPlan.finished());
    assertEquals(Map.of(), rolloutPlan.former());
  }

  @Test
  void aRollbackRemovesFailedPodsAtOnceAndKeepsThoseThatServe() {
    var rolloutPlan =
        Rollout.plan(3, new RevisionState("good", 3, 3), List.of(new RevisionState("bad", 1, 0)));
    assertEquals(3, rolloutPlan.replicas());
    assertEquals(Map.of("bad", 0), rolloutPlan.former());
  }

  @Test
  void removesPodsThatDoNotServeFirst() {
    var rolloutPlan =
        Rollout.plan(
            4,
            new RevisionState("new", 1, 1),
            List.of(new RevisionState("older", 2, 2), new RevisionState("broken", 2, 1)));
    assertEquals(Map.of("older", 2, "broken", 1), rolloutPlan.former());
  }

  @Test
  void removesTheOldestServingRevisionFirst() {
    var rolloutPlan =
        Rollout.plan(
            4,
            new RevisionState("new", 1, 1),
            List.of(new RevisionState("older", 2, 2), new RevisionState("old", 2, 2)));
    assertEquals(Map.of("older", 1, "old", 2), rolloutPlan.former());
  }

  @Test
  void removesPodsOfABrokenRevisionForItsReplacement() {
    var rolloutPlan =
        Rollout.plan(
            3, new RevisionState("cure", 1, 1), List.of(new RevisionState("broken", 3, 0)));
    assertEquals(Map.of("broken", 2), rolloutPlan.former());
  }

  @Test
  void scalesDownTheOldPodsDuringAStuckRollout() {
    var rolloutPlan =
        Rollout.plan(2, new RevisionState("bad", 1, 0), List.of(new RevisionState("old", 3, 3)));
    assertEquals(Map.of("old", 2), rolloutPlan.former());
  }

  @Test
  void aReportOlderThanTheSpecCountsForNoMoreThanTheSpec() {
    var rolloutPlan =
        Rollout.plan(3, new RevisionState("new", 1, 3), List.of(new RevisionState("old", 3, 3)));
    assertEquals(Map.of("old", 2), rolloutPlan.former());
  }

  /** 4 gateways, a rollout that has removed one of them, and back again: one is still starting. */
  @Test
  void aReportOfAFormerSpecTakesNoServiceAwayInARollback() {
    var rolloutPlan =
        Rollout.plan(4, RevisionState.unreported("a", 4), List.of(new RevisionState("b", 1, 1)));
    assertEquals(4, rolloutPlan.replicas());
    assertEquals(Map.of("b", 1), rolloutPlan.former());
  }

  @Test
  void podsThatAreNotReportedYetAreNotTakenForOnesThatDoNotServe() {
    var rolloutPlan =
        Rollout.plan(
            4,
            new RevisionState("new", 1, 1),
            List.of(RevisionState.unreported("older", 2), new RevisionState("old", 2, 1)));
    assertEquals(Map.of("older", 2, "old", 1), rolloutPlan.former());
  }

  /** Otherwise clients of the one would not receive the messages of the other. */
  @Test
  void revisionsWithDifferentBusesNeverServeTogether() {
    var desired = 3;
    var old = new RevisionState("old", 3, 3).disconnected();
    var first = Rollout.plan(desired, new RevisionState("new", 0, 0), List.of(old));
    assertEquals(0, first.replicas());
    assertEquals(Map.of("old", 0), first.former());
    var terminating = new RevisionState("old", 0, 0).disconnected().withPods(2);
    var second = Rollout.plan(desired, new RevisionState("new", 0, 0), List.of(terminating));
    assertEquals(0, second.replicas());
    assertEquals(Set.of(), second.finished());
    var gone = terminating.withPods(0);
    var third = Rollout.plan(desired, new RevisionState("new", 0, 0), List.of(gone));
    assertEquals(3, third.replicas());
    assertEquals(Set.of("old"), third.finished());
  }

  @Test
  void theSurgeIsAQuarterAndAtLeastOne() {
    assertEquals(1, Rollout.surge(0));
    assertEquals(1, Rollout.surge(4));
    assertEquals(2, Rollout.surge(5));
    assertEquals(25, Rollout.surge(100));
  }
}
