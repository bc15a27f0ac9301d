package io.wsfleet.gateway.bus.redis.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.Deposits;
import io.wsfleet.gateway.bus.Deposits.Taken;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** What holds for all deposits, as two members see them. */
public final class DepositsContract {
  private DepositsContract() {}

  public static void check(Deposits anna, Deposits bert) throws Exception {
    assertEquals(Taken.NOTHING, get(bert.take("s", 60_000)));
    assertTrue(get(anna.put("s", 1, "one", 60_000)));
    assertTrue(get(anna.put("s", 1, "two", 60_000)), "it may change its own");

    assertEquals(new Taken(2, "two", null), get(bert.take("s", 60_000)));
    assertFalse(get(anna.put("s", 1, "three", 60_000)), "another has it");
    get(anna.leave("s", 1, 0));
    assertEquals(
        new Taken(3, "two", null), get(anna.take("s", 60_000)), "it was not anna's to remove");

    assertTrue(get(anna.put("s", 3, "four", 60_000)));
    get(anna.leave("s", 3, 60_000));
    assertEquals(new Taken(4, "four", null), get(bert.take("s", 60_000)));
    get(bert.leave("s", 4, 0));
    assertEquals(Taken.NOTHING, get(anna.take("s", 60_000)));
  }

  /** What is held goes along with the last word of who holds it, and with nobody's after that. */
  public static void checkHeld(Deposits anna, Deposits bert) throws Exception {
    get(anna.say("a", 60_000));
    assertTrue(get(anna.hold("h", 1, "one", 60_000)));
    assertTrue(get(anna.hold("other", 1, "two", 60_000)));
    assertTrue(get(anna.put("left", 1, "three", 60_000)));
    get(anna.say("b", 60_000));
    assertEquals(new Taken(2, "one", "b"), get(bert.take("h", 60_000)));
    assertFalse(get(anna.hold("h", 1, "four", 60_000)), "another has it");
    assertEquals(new Taken(3, "one", null), get(anna.take("h", 60_000)), "bert does not hold it");

    get(anna.say("c", 1));
    AtomicInteger probes = new AtomicInteger();
    await()
        .until(
            () -> {
              String probe = "probe" + probes.incrementAndGet();
              get(anna.hold(probe, 1, "", 60_000));
              return get(bert.take(probe, 60_000)).equals(Taken.NOTHING);
            });
    assertEquals(Taken.NOTHING, get(bert.take("other", 60_000)));
    assertEquals(new Taken(2, "three", null), get(bert.take("left", 60_000)));
    assertEquals(new Taken(4, "one", null), get(bert.take("h", 60_000)));
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(5, SECONDS);
  }
}
