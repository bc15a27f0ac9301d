package io.wsfleet.e2e.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.client.RandomRouteClient;
import io.wsfleet.e2e.client.SocketIoClients;
import io.wsfleet.e2e.process.Gateways;
import io.wsfleet.e2e.process.RoundRobinBalancer;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import io.wsfleet.testing.GatewayProcess;
import io.wsfleet.testing.RedisProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three gateways behind a load balancer without affinity: each request of a session goes to another
 * one.
 */
@SideBySide(Lane.WITHOUT_CLUSTER)
class NoSessionAffinityIT {

  private static final int MESSAGES = Integer.getInteger("e2e.stickiness.messages", 1000);
  private static final int PIECE = 50;
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Pattern SAID = Pattern.compile("42\\[\"said\",(\\d+)[,\\]].*");
  private static final Map<String, String> SETTINGS =
      Map.of(
          "WSFLEET_EVENTS",
          "[{\"on\":\"say\",\"broadcast\":{\"event\":\"said\"}}]",
          "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS",
          "2");

  private static RedisProcess redis;
  private static List<GatewayProcess> gateways;
  private static List<String> urls;

  @BeforeAll
  static void start() {
    redis = RedisProcess.startMaster();
    gateways =
        IntStream.range(0, 3)
            .mapToObj(i -> Gateways.start("gateway-" + i, redis.gatewayEnvironment(SETTINGS)))
            .toList();
    gateways.forEach(GatewayProcess::awaitReady);
    urls = gateways.stream().map(GatewayProcess::url).toList();
  }

  @AfterAll
  static void stop() {
    gateways.forEach(GatewayProcess::close);
    redis.close();
  }

  @Test
  void losesNothingOfASessionWhoseEveryRequestGoesToARandomGateway() {
    double before = forwarded();
    try (RandomRouteClient randomRouteClient = RandomRouteClient.connect(urls, 1)) {
      for (int i = 0; i < MESSAGES; i++) randomRouteClient.send(event(i));
      awaitAll(randomRouteClient);
      // Two of three requests go to a gateway that does not hold the session.
      assertTrue(forwarded() - before > MESSAGES / 2.0, "forwarded: " + (forwarded() - before));
    }
  }

  @Test
  void losesNothingWhenItChangesToAWebsocketAtARandomGateway() throws Exception {
    double tunnels = sum("wsfleet_forwarded_websockets_total");
    // Often enough that not all of them meet the gateway that holds their session.
    for (int seed = 0; seed < 5; seed++) {
      try (RandomRouteClient randomRouteClient = RandomRouteClient.connect(urls, seed)) {
        for (int i = 0; i < MESSAGES; i++) {
          if (i == MESSAGES / 4) randomRouteClient.upgrade();
          randomRouteClient.send(event(i));
        }
        awaitAll(randomRouteClient);
      }
    }
    assertTrue(sum("wsfleet_forwarded_websockets_total") > tunnels, "no websocket was passed on");
    Awaitility.await("no tunnel is left").atMost(LONG).until(() -> sum("wsfleet_tunnels") == 0);
  }

  @ParameterizedTest
  @CsvSource({"4, polling", "4, upgrade", "2, polling", "2, upgrade"})
  @Needs(Need.NODE)
  void losesNothingOfARealClientBehindABalancerWithoutAffinity(int generation, String transport)
      throws Exception {
    List<String> transports =
        transport.equals("polling") ? List.of("polling") : List.of("polling", "websocket");
    try (RoundRobinBalancer balancer = RoundRobinBalancer.inFrontOf(urls);
        SocketIoClients socketIoClients = new SocketIoClients()) {
      Map<String, Object> options = new HashMap<>(SocketIoClients.REFERENCE);
      options.put("transports", transports);
      SocketIoClients.Client client =
          socketIoClients.start("client", generation, balancer.url(), options).awaitConnected(1);
      for (int i = 0; i < MESSAGES; i++) {
        client.emit("say", i);
        // In pieces, since a client packs into one request what it has to say at once.
        if (i % PIECE == PIECE - 1) awaitReceived(client, i + 1);
      }
      awaitReceived(client, MESSAGES);
      List<Integer> received =
          client.received("said").stream().map(args -> args.get(0).asInt()).toList();
      assertEquals(IntStream.range(0, MESSAGES).boxed().toList(), received);
      assertEquals(1, client.received("connect").size(), "it had to connect again");
      // Each piece takes a POST and a GET at least. A client that goes on to a websocket may have
      // polled no more than once by then, and one of generation 2 has nothing to post until then.
      int expected = transport.equals("polling") ? 2 * MESSAGES / PIECE : 3;
      assertTrue(balancer.requests() >= expected, balancer.requests() + " requests");
    }
  }

  private static void awaitReceived(SocketIoClients.Client client, int count) {
    Awaitility.await(count + " messages are back")
        .atMost(LONG)
        .until(() -> client.received("said").size() >= count);
  }

  private static String event(int number) {
    return "42[\"say\"," + number + "]";
  }

  private static void awaitAll(RandomRouteClient randomRouteClient) {
    Awaitility.await("all messages are back")
        .atMost(LONG)
        .until(
            () ->
                !randomRouteClient.failures().isEmpty()
                    || numbers(randomRouteClient).size() >= MESSAGES);
    assertEquals(List.of(), randomRouteClient.failures());
    assertEquals(IntStream.range(0, MESSAGES).boxed().toList(), numbers(randomRouteClient));
  }

  private static List<Integer> numbers(RandomRouteClient randomRouteClient) {
    return randomRouteClient.messages().stream()
        .map(SAID::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Integer.parseInt(matcher.group(1)))
        .toList();
  }

  private static double forwarded() {
    return sum("wsfleet_forwarded_total");
  }

  private static double sum(String metric) {
    return gateways.stream().mapToDouble(gateway -> gateway.metric(metric)).sum();
  }
}
