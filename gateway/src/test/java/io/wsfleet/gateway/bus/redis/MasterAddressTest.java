package io.wsfleet.gateway.bus.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MasterAddressTest {

  private final MasterAddress master = new MasterAddress(new HostPort("chat-redis-master", 6379));

  @Test
  void isTheServiceUntilAnAddressIsAnnounced() {
    assertEquals("chat-redis-master:6379", master.forAttempt(0).toString());
    assertEquals("chat-redis-master:6379", master.forAttempt(1).toString());
  }

  @Test
  void everyOtherAttemptGoesToTheService() {
    master.announce("10.1.2.3:6379");
    assertEquals("10.1.2.3:6379", master.forAttempt(0).toString());
    assertEquals("chat-redis-master:6379", master.forAttempt(1).toString());
    assertEquals("10.1.2.3:6379", master.forAttempt(2).toString());
  }

  @Test
  void notifiesListenersOncePerAddress() {
    AtomicInteger told = new AtomicInteger();
    master.onChange(told::incrementAndGet);
    master.announce("10.0.0.1:6379");
    master.announce("10.0.0.1:6379");
    assertEquals(1, told.get());
    master.announce("nothing of the kind");
    assertEquals(1, told.get());
    master.announce("10.0.0.2:6379");
    assertEquals(2, told.get());
  }

  @Test
  void ignoresInvalidAddresses() {
    master.announce("10.1.2.3:6379");
    master.announce("gone");
    assertEquals("chat-redis-master:6379", master.forAttempt(0).toString());
  }
}
