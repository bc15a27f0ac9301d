package io.wsfleet.gateway.bus.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.bus.BusCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublisherTest {
  private static final PublishQueue.Publication PUBLICATION =
      new PublishQueue.Publication("c", new byte[100]);

  @Test
  void limitsTheQueueWhileTheEventLoopIsBusy() {
    List<Runnable> tasks = new ArrayList<>();
    BusCounters counters = new BusCounters();
    Publisher publisher = new Publisher(holding(10), counters, tasks::add);

    for (int i = 0; i < 1000; i++) {
      publisher.publish(PUBLICATION);
    }

    assertEquals(1, tasks.size(), "tasks that wait for the event loop");
    assertEquals(10, publisher.queued());
    assertEquals(990, counters.publishFailures().sum());
  }

  @Test
  void schedulesASecondTaskAfterTheFirst() {
    List<Runnable> tasks = new ArrayList<>();
    Publisher publisher = new Publisher(holding(10), new BusCounters(), tasks::add);

    publisher.publish(PUBLICATION);
    tasks.get(0).run();
    publisher.publish(PUBLICATION);

    assertEquals(2, tasks.size());
    assertEquals(2, publisher.queued(), "there is no master to send them to");
  }

  private static RedisSettings holding(int publications) {
    HostPort nowhere = new HostPort("127.0.0.1", 1);
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
        null,
        new ConnectionLog());
  }
}
