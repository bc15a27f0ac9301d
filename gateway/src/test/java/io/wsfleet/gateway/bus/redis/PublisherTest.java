package io.wsfleet.gateway.bus.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.bus.BusCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublisherTest {
  private static final Outgoing.Publication PUBLICATION =
      new Outgoing.Publication("c", new byte[100]);

  @Test
  void boundsWhatIsPublishedWhileTheEventLoopIsBusy() {
    List<Runnable> tasks = new ArrayList<>();
    BusCounters counters = new BusCounters();
    Publisher publisher = new Publisher(holding(10), counters, tasks::add);

    for (int i = 0; i < 1000; i++) {
      publisher.publish(PUBLICATION);
    }

    assertEquals(1, tasks.size(), "tasks that wait for the event loop");
    assertEquals(10, publisher.waiting());
    assertEquals(990, counters.unpublished().sum());
  }

  @Test
  void asksTheEventLoopAgainOnceItHasLooked() {
    List<Runnable> tasks = new ArrayList<>();
    Publisher publisher = new Publisher(holding(10), new BusCounters(), tasks::add);

    publisher.publish(PUBLICATION);
    tasks.get(0).run();
    publisher.publish(PUBLICATION);

    assertEquals(2, tasks.size());
    assertEquals(2, publisher.waiting(), "there is no master to send them to");
  }

  private static RedisSettings holding(int publications) {
    Address nowhere = new Address("127.0.0.1", 1);
    long bytes = (long) publications * PUBLICATION.cost();
    return new RedisSettings(
        "gateway",
        Set.of("/"),
        1,
        500,
        new MasterAddress(nowhere),
        nowhere,
        () -> "",
        500,
        500,
        500,
        500,
        10,
        bytes,
        0,
        16,
        64,
        null);
  }
}
