package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReplicaAckPolicyTest {
  @Test
  void holdsBatchesBackForLateReplicasForALimitedTime() {
    ReplicaAckPolicy policy = new ReplicaAckPolicy(1000, 250);
    policy.reset(1);
    assertFalse(policy.isSatisfiedBy(0));
    assertTrue(policy.isSatisfiedBy(2));
    assertEquals(250, policy.waitMillis(0));
    assertFalse(policy.holdsBack(0));
    policy.onLate(0);
    assertTrue(policy.holdsBack(250));
    assertEquals(250, policy.waitMillis(250));
    policy.onLate(250);
    assertTrue(policy.holdsBack(999));
    assertFalse(policy.holdsBack(1000));
    assertEquals(20, policy.waitMillis(1000));
    policy.onLate(5000);
    assertFalse(policy.holdsBack(5000), "once is enough");
    policy.onAcknowledged();
    assertEquals(250, policy.waitMillis(6000));
    assertFalse(policy.isLate());
  }

  @Test
  void startsAnewOnANewConnection() {
    ReplicaAckPolicy policy = new ReplicaAckPolicy(1000, 250);
    policy.onLate(0);
    policy.reset(2);
    assertFalse(policy.isLate());
    assertEquals(2, policy.requiredReplicas());
    policy.setRequiredReplicas(0);
    assertTrue(policy.isSatisfiedBy(0));
  }
}
