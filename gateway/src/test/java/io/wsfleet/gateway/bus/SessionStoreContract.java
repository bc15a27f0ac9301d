package io.wsfleet.gateway.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.SessionStore.ClaimedSession;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** What all session stores guarantee, as two gateways see them. */
public final class SessionStoreContract {
  private SessionStoreContract() {}

  public static void check(SessionStore anna, SessionStore bert) throws Exception {
    assertEquals(ClaimedSession.NOTHING, get(bert.claim("s", 60_000)));
    assertTrue(get(anna.save("s", 1, "one", 60_000)));
    assertTrue(get(anna.save("s", 1, "two", 60_000)), "it may change its own");

    assertEquals(new ClaimedSession(2, "two", null), get(bert.claim("s", 60_000)));
    assertFalse(get(anna.save("s", 1, "three", 60_000)), "another has it");
    get(anna.release("s", 1, 0));
    assertEquals(
        new ClaimedSession(3, "two", null),
        get(anna.claim("s", 60_000)),
        "it was not anna's to remove");

    assertTrue(get(anna.save("s", 3, "four", 60_000)));
    get(anna.release("s", 3, 60_000));
    assertEquals(new ClaimedSession(4, "four", null), get(bert.claim("s", 60_000)));
    get(bert.release("s", 4, 0));
    assertEquals(ClaimedSession.NOTHING, get(anna.claim("s", 60_000)));
  }

  /** A live session is claimed with its holder's last watermark, and not at all after that. */
  public static void checkHeld(SessionStore anna, SessionStore bert) throws Exception {
    get(anna.heartbeat("a", 60_000));
    assertTrue(get(anna.saveLive("h", 1, "one", 60_000)));
    assertTrue(get(anna.saveLive("other", 1, "two", 60_000)));
    assertTrue(get(anna.save("left", 1, "three", 60_000)));
    get(anna.heartbeat("b", 60_000));
    assertEquals(new ClaimedSession(2, "one", "b"), get(bert.claim("h", 60_000)));
    assertFalse(get(anna.saveLive("h", 1, "four", 60_000)), "another has it");
    assertEquals(
        new ClaimedSession(3, "one", "b"),
        get(anna.claim("h", 60_000)),
        "bert may not have received the reply");

    get(anna.heartbeat("c", 1));
    AtomicInteger probes = new AtomicInteger();
    await()
        .until(
            () -> {
              String probe = "probe" + probes.incrementAndGet();
              get(anna.saveLive(probe, 1, "", 60_000));
              return get(bert.claim(probe, 60_000)).equals(ClaimedSession.NOTHING);
            });
    assertEquals(ClaimedSession.NOTHING, get(bert.claim("other", 60_000)));
    assertEquals(new ClaimedSession(2, "three", null), get(bert.claim("left", 60_000)));
    assertEquals(new ClaimedSession(4, "one", "b"), get(bert.claim("h", 60_000)));
    assertTrue(get(bert.save("h", 4, "five", 60_000)));
    assertEquals(
        new ClaimedSession(5, "five", null),
        get(anna.claim("h", 60_000)),
        "the watermark belongs to the former content");
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(5, SECONDS);
  }
}
