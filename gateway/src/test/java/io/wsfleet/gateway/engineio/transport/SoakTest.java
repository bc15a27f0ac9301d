package io.wsfleet.gateway.engineio.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.CapturedLog;
import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.testing.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Random traffic, valid and not, from 200 clients at a time, for as long as wanted: {@code ./mvnw
 * -pl gateway -am test -Dtest=SoakTest -Dsoak.seconds=1800}.
 */
@EnabledIfSystemProperty(named = "soak.seconds", matches = "\\d+")
class SoakTest {
  private static final int THREADS = 8;
  private static final int CLIENTS_OF_A_THREAD = 25;
  private static final double MAX_GROWTH = 1.1;

  @Test
  void keepsNothingOfClientsThatAreGone() throws Exception {
    long seconds = Long.getLong("soak.seconds");
    try (GatewayServer server =
            GatewayServer.start(
                "WSFLEET_PROTOCOL_NAMESPACES", "/dyn-*",
                "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "2",
                "WSFLEET_PROTOCOL_PING_TIMEOUT_SECONDS", "2",
                "WSFLEET_LIMITS_MESSAGE_SECONDS", "1",
                "WSFLEET_LIMITS_CONNECT_SECONDS", "2");
        CapturedLog log = CapturedLog.start()) {
      // What is made only once, classes and pools, is made in the first part.
      long steps = rage(server, Math.max(5, seconds / 10), 1);
      long before = LeastHeap.bytes();
      steps += rage(server, seconds, 2);
      long after = LeastHeap.bytes();
      System.out.printf(
          "soak: %d steps in %d s, heap %d -> %d bytes%n", steps, seconds, before, after);
      assertEquals(List.of(), log.warnings());
      assertTrue(after < before * MAX_GROWTH, "the heap grew from " + before + " to " + after);
    }
  }

  /** Lets the clients go wild, and waits until nothing is left of them. */
  private static long rage(GatewayServer server, long seconds, long seed) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    long end = System.nanoTime() + SECONDS.toNanos(seconds);
    List<Future<Long>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed * 1000 + i);
      running.add(threads.submit(() -> rage(server.port(), random, end)));
    }
    long steps = 0;
    for (Future<Long> each : running) {
      steps += each.get(seconds + 120, SECONDS);
    }
    threads.shutdown();
    await().atMost(Duration.ofSeconds(60)).until(() -> server.gateway().connections().size() == 0);
    assertEquals(0, server.gateway().hub().size(), "sockets");
    assertEquals(0, server.gateway().hub().roomCount(), "rooms");
    return steps;
  }

  private static long rage(int port, Random random, long end) throws IOException {
    List<RandomClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS_OF_A_THREAD; i++) {
      clients.add(new RandomClient(port, random));
    }
    long steps = 0;
    while (System.nanoTime() < end) {
      clients.get(random.nextInt(clients.size())).step();
      steps++;
    }
    for (RandomClient client : clients) {
      client.leave();
    }
    return steps;
  }

  /** A client that does what chance wants; what becomes of it is the gateway's decision. */
  private static final class RandomClient {
    private final int port;
    private final Random random;
    private RawClient websocket;
    private PollingClient polling;

    RandomClient(int port, Random random) {
      this.port = port;
      this.random = random;
    }

    void step() throws IOException {
      try {
        if (websocket != null) {
          speak();
        } else if (polling != null) {
          poll();
        } else if (random.nextBoolean()) {
          websocket = RawClient.connected(port);
        } else {
          polling = PollingClient.connected(port);
        }
      } catch (IOException | RuntimeException closedMeanwhile) {
        leave();
      }
    }

    private void speak() throws IOException {
      websocket.socket().getInputStream().skip(websocket.socket().getInputStream().available());
      switch (random.nextInt(16)) {
        case 0 -> websocket.send("x");
        case 1 -> websocket.send("42[\"say\"," + "[".repeat(random.nextInt(2000)));
        case 2 -> websocket.send("451-[\"quiet\",{\"_placeholder\":true,\"num\":0}]");
        case 3 -> websocket.frame(0x82, new byte[random.nextInt(100_000)]);
        case 4 -> websocket.frame(0x01, new byte[] {'4'});
        case 5 -> websocket.frame(random.nextInt(256), new byte[random.nextInt(200)]);
        case 6 -> websocket.send("40/dyn-" + random.nextInt(50) + ",");
        case 7 -> reset();
        case 8 -> websocket.send("41");
        case 9 -> websocket.send("42[\"say\"," + random.nextInt() + "]");
        default -> websocket.send("42" + random.nextInt(1000) + "[\"quiet\",\"hello\"]");
      }
    }

    private void poll() throws IOException {
      switch (random.nextInt(10)) {
        case 0 -> polling.post("nonsense");
        case 1 -> polling.post("application/octet-stream", new byte[10]);
        case 2 -> polling.post("1");
        case 3 -> {
          polling.poll();
          polling.abort();
          leave();
        }
        case 4 -> {
          websocket = polling.websocket();
          websocket.send("2probe");
          websocket.send("5");
          polling = null;
        }
        case 5 -> leave();
        default -> {
          polling.post("421[\"quiet\",\"hello\"]");
          polling.get();
        }
      }
    }

    private void reset() throws IOException {
      websocket.socket().setSoLinger(true, 0);
      leave();
    }

    void leave() throws IOException {
      if (websocket != null) {
        websocket.close();
      }
      if (polling != null) {
        polling.close();
      }
      websocket = null;
      polling = null;
    }
  }
}
