package io.wsfleet.gateway.bus.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.bus.redis.Earshot.Step;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EarshotTest {
  private final Earshot earshot = new Earshot(Set.of("/"), 2, 100);

  @Test
  void subscribesToANamespaceOnceHoweverManyWantIt() {
    assertEquals(Step.SUBSCRIBE, earshot.want("/a", 0));
    assertEquals(Step.NOTHING, earshot.want("/a", 1));
  }

  @Test
  void neitherSubscribesToNorSweepsTheFixedOnes() {
    assertEquals(Step.NOTHING, earshot.want("/", 0));
    assertEquals(List.of(), earshot.sweep(Set.of(), 1000));
  }

  @Test
  void refusesOneTooMany() {
    earshot.want("/a", 0);
    earshot.want("/b", 0);
    assertEquals(Step.REFUSE, earshot.want("/c", 0));
    assertEquals(Step.NOTHING, earshot.want("/b", 0), "known already");
    assertEquals(Step.NOTHING, earshot.want("/", 0), "fixed");
  }

  @Test
  void leavesANamespaceOnceItIsOutOfUseForLongEnough() {
    earshot.want("/a", 0);
    assertEquals(List.of(), earshot.sweep(Set.of(), 99));
    assertEquals(List.of("/a"), earshot.sweep(Set.of(), 100));
    assertEquals(Step.SUBSCRIBE, earshot.want("/a", 101), "it was left");
  }

  @Test
  void staysWhereSomebodyIsAndAWhileLonger() {
    earshot.want("/a", 0);
    assertEquals(List.of(), earshot.sweep(Set.of("/a", "/other"), 1000));
    assertEquals(List.of(), earshot.sweep(Set.of(), 1099));
    assertEquals(List.of("/a"), earshot.sweep(Set.of(), 1100));
  }

  @Test
  void makesRoomByLeaving() {
    earshot.want("/a", 0);
    earshot.want("/b", 50);
    assertEquals(List.of("/a"), earshot.sweep(Set.of(), 100));
    assertEquals(Step.SUBSCRIBE, earshot.want("/c", 100));
  }
}
