package io.wsfleet.operator.redis.password;

import org.junit.jupiter.api.Test;

class RotationSimulationTest {

  /**
   * Whatever happens: every running Redis accepts the password that gateways and replicas send, and
   * in the end there is one password.
   */
  @Test
  void noClientEverSendsAPasswordThatARedisDoesNotAccept() {
    for (int seed = 0; seed < 2000; seed++) {
      new RotationSimulation(seed).run();
    }
  }
}
