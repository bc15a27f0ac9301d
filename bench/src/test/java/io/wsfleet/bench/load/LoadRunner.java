package io.wsfleet.bench.load;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

/** Runs a load against a {@link StubServer} and counts what it lost. */
final class LoadRunner {

  static final Duration LIMIT = Duration.ofSeconds(20);
  static final Duration DRAIN = Duration.ofMillis(500);
  static final StubServer.DeliveryFault NONE = delivery -> 1;
  static final StubServer.DeliveryFault DROPS = delivery -> delivery == 500 ? 0 : 1;
  static final StubServer.DeliveryFault DUPLICATES = delivery -> delivery == 500 ? 2 : 1;

  private LoadRunner() {}

  static Losses run(SelectorLoop selectorLoop, Load load, List<Client> clients, Duration drain) {
    clients.forEach(client -> client.setListener(load));
    load.begin(System.nanoTime());
    selectorLoop.run(LIMIT, load, () -> load.count() > 1000);
    load.end();
    selectorLoop.run(drain, Pacer.IDLE, load::isComplete);
    assertTrue(load.latency().getTotalCount() > 1000);
    return load.losses();
  }
}
