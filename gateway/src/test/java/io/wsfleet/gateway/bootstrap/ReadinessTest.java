package io.wsfleet.gateway.bootstrap;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.InMemoryBus;
import io.wsfleet.gateway.bus.InMemoryLeases;
import io.wsfleet.gateway.cluster.Peer;
import io.wsfleet.gateway.cluster.Registration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  @Test
  void isReadyFromTheFirstCheckThatFindsItRegisteredAndStaysSo() {
    Vertx vertx = Vertx.vertx();
    try {
      Registration registration =
          new Registration(vertx, new InMemoryLeases(), new Peer("127.0.0.1", 5000), new Random(1));
      Readiness readiness = new Readiness(new InMemoryBus("g1"), registration);
      assertFalse(readiness.check());
      assertFalse(readiness.isReady());
      registration.start();
      assertFalse(readiness.isReady(), "only a check changes it");
      assertTrue(readiness.check());
      registration.close();
      assertTrue(readiness.check());
      assertTrue(readiness.isReady());
    } finally {
      vertx.close();
    }
  }
}
