package io.wsfleet.e2e.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.client.RawWebSocketClient;
import io.wsfleet.e2e.client.SocketIoClients;
import io.wsfleet.e2e.client.SocketIoClients.Client;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.KubernetesCluster;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client that misbehaves loses its own connection, with a reason, and the others notice nothing.
 */
@Needs(Need.NODE)
@SideBySide(Lane.FLEET_A)
class MisbehavingClientIT {

  private static final int LIMIT = 100_000;

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("hostile");

  private static DeployedCluster deployedCluster;
  private static InetSocketAddress server;
  private static SocketIoClients socketIoClients;
  private static Client sender;
  private static Client receiver;
  private static int sent;

  @BeforeAll
  static void aSmallFleetWithTwoGoodClients() {
    deployedCluster =
        namespace
            .apply(
                "chat",
                """
                gateway: {replicas: 1}
                protocol: {maxPayloadBytes: %d}
                events:
                  - {on: say, broadcast: {event: said, to: Others}}
                """
                    .formatted(LIMIT))
            .awaitReady();
    server = new InetSocketAddress(KubernetesCluster.nodeAddress(), deployedCluster.nodePort());
    socketIoClients = new SocketIoClients();
    sender = socketIoClients.connect("speaker", 4, deployedCluster.url());
    receiver = socketIoClients.connect("listener", 2, deployedCluster.url());
  }

  @AfterAll
  static void disconnect() {
    if (socketIoClients != null) socketIoClients.close();
  }

  @BeforeEach
  @AfterEach
  void theOthersNoticeNothing() {
    String word = "word " + sent++;
    sender.emit("say", word);
    receiver.await("said", word);
    assertEquals(1, sender.received("connect").size(), "the speaker had to connect again");
    assertEquals(1, receiver.received("connect").size(), "the listener had to connect again");
    assertEquals(0, restarts(), "the gateway was started again");
  }

  static Stream<Arguments> malformedMessages() {
    return Stream.of(
            "4", // a message without a Socket.IO packet
            "47", // no such packet type
            "9", // no such Engine.IO type
            "42{}", // an event that is no array
            "42[]",
            "42[1,",
            "42[\"say\"]x",
            "42[\"connect\"]", // a name that is kept for Socket.IO
            "42/nowhere,[\"say\"]", // a namespace that it has not joined
            "40", // joined already
            "44{}",
            "451-[\"say\",{\"_placeholder\":true,\"num\":0}]".replaceFirst("451", "4599999999999"),
            "42abc[\"say\"]",
            "42[" + "[".repeat(20_000))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("malformedMessages")
  void closesAfterAMalformedMessage(String message) {
    double before = closed("parse error");
    try (var raw = RawWebSocketClient.joined(server)) {
      raw.text(message);
      raw.awaitClose(Duration.ofSeconds(10));
    }
    awaitClosed("parse error", before);
  }

  static Stream<Arguments> malformedFrames() {
    byte[] notUtf8 = {'4', '2', '[', '"', (byte) 0xc3, (byte) 0x28, '"', ']'};
    return Stream.of(
        Arguments.of("an opcode that there is not", frame(0x83, 0), 1005),
        Arguments.of("a reserved bit", frame(0xc1, 3), 1005),
        Arguments.of("a control frame in fragments", frame(0x09, 0), 1005),
        Arguments.of("a ping that is too long", frame(0x89, 200), 1005),
        Arguments.of("a continuation of nothing", frame(0x80, 1), 1005),
        Arguments.of("no mask", new byte[] {(byte) 0x81, 1, '3'}, 1005),
        Arguments.of(
            "text that is not UTF-8",
            concat(RawWebSocketClient.header(0x81, notUtf8.length), notUtf8),
            1007),
        Arguments.of("more than the limit", frame(0x81, LIMIT + 1), 1009),
        Arguments.of("the promise of 4 EiB", RawWebSocketClient.header(0x81, 1L << 62), 1009));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedFrames")
  void closesAfterAMalformedFrame(String what, byte[] bytes, int code) {
    try (var raw = RawWebSocketClient.joined(server)) {
      raw.send(bytes);
      var closeResult = raw.awaitClose(Duration.ofSeconds(10));
      assertTrue(closeResult.closeFrame(), what + " was cut off without a close frame");
      assertEquals(code, closeResult.code(), what);
    }
  }

  @Test
  void closesAfterAMessageInEndlessFragments() {
    try (var raw = RawWebSocketClient.joined(server)) {
      raw.send(concat(RawWebSocketClient.header(0x01, 1), new byte[] {'4'}));
      byte[] more = frame(0x00, 1000);
      for (int i = 0; i < LIMIT / 1000 + 10; i++) raw.send(more);
      raw.awaitClose(Duration.ofSeconds(10));
    }
  }

  @Test
  void closesAClientThatNeverReadsAndKeepsItsMemory() {
    var deaf = new ArrayList<RawWebSocketClient>();
    String load = "x".repeat(LIMIT - 1000);
    int rounds = 400;
    try {
      // Kept for all of them, the load would be 800 MB: more than the gateway's limit.
      for (int i = 0; i < 20; i++) deaf.add(RawWebSocketClient.joinedWithSmallBuffer(server));
      double before = connections();
      for (int i = 0; i < rounds; i++) {
        sender.emit("say", load + i);
        // One at a time, or it would be the speaker's flood that is measured, and not the deaf
        // ones.
        if (i % 20 == 19) receiver.await("said", load + i);
      }
      receiver.await("said", load + (rounds - 1));

      Awaitility.await("the deaf ones are gone")
          .atMost(Duration.ofSeconds(30))
          .until(() -> connections() <= before - deaf.size());
      long heard =
          receiver.received("said").stream()
              .filter(args -> args.get(0).asText().length() > 1000)
              .count();
      assertEquals(rounds, heard, "what the listener got of " + rounds);
    } finally {
      deaf.forEach(RawWebSocketClient::close);
    }
  }

  @Test
  void endsAHandshakeThatNeverEnds() {
    var open = new ArrayList<RawWebSocketClient>();
    try {
      RawWebSocketClient silent = RawWebSocketClient.connect(server);
      RawWebSocketClient halfway = RawWebSocketClient.connect(server);
      RawWebSocketClient unjoined = RawWebSocketClient.connect(server).upgrade();
      open.addAll(List.of(silent, halfway, unjoined));
      halfway.send("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: fleet\r\nX-More: ");

      // The longest of the gateway's bounds here is its connect timeout of 45 s.
      unjoined.awaitClose(Duration.ofSeconds(60));
      halfway.awaitEndOfStream(Duration.ofSeconds(30));
      silent.awaitEndOfStream(Duration.ofSeconds(30));
    } finally {
      open.forEach(RawWebSocketClient::close);
    }
  }

  @Test
  void refusesAHeadThatIsTooLong() {
    try (var raw = RawWebSocketClient.connect(server)) {
      raw.send("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: fleet\r\n");
      for (int i = 0; i < 200; i++) raw.send("X-" + i + ": " + "y".repeat(1000) + "\r\n");
      raw.awaitEndOfStream(Duration.ofSeconds(30));
    }
  }

  private static void awaitClosed(String reason, double before) {
    Awaitility.await("a connection is counted as closed for " + reason)
        .atMost(Duration.ofSeconds(10))
        .until(() -> closed(reason) > before);
  }

  private static double closed(String reason) {
    return metric("wsfleet_closed_total\\{[^}]*reason=\"" + Pattern.quote(reason) + "\"[^}]*}");
  }

  private static double connections() {
    return metric("wsfleet_connections(\\{[^}]*})?");
  }

  /** The sum of a metric over the gateways, 0 while there is none. */
  private static double metric(String pattern) {
    double sum = 0;
    for (String gateway : deployedCluster.gateways()) {
      String metrics =
          KubernetesCluster.client()
              .raw(
                  "/api/v1/namespaces/"
                      + namespace.name()
                      + "/pods/"
                      + gateway
                      + ":9000/proxy/metrics");
      Matcher line =
          Pattern.compile("(?m)^" + pattern + " (\\S+)$").matcher(String.valueOf(metrics));
      while (line.find()) sum += Double.parseDouble(line.group(line.groupCount()));
    }
    return sum;
  }

  private static int restarts() {
    int sum = 0;
    for (JsonNode pod :
        KubernetesCluster.get("/api/v1/namespaces/" + namespace.name() + "/pods").path("items")) {
      for (JsonNode container : pod.at("/status/containerStatuses")) {
        sum += container.path("restartCount").asInt();
      }
    }
    return sum;
  }

  private static byte[] frame(int firstByte, int length) {
    return concat(RawWebSocketClient.header(firstByte, length), "4".repeat(length).getBytes(UTF_8));
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
