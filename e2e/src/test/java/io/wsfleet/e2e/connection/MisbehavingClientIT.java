package io.wsfleet.e2e.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.wsfleet.testing.RawClient;
import java.io.IOException;
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
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

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
            "44{}",
            "451-[\"say\",{\"_placeholder\":true,\"num\":0}]".replaceFirst("451", "4599999999999"),
            "42abc[\"say\"]",
            "42[" + "[".repeat(20_000))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("malformedMessages")
  void closesAfterAMalformedMessage(String message) throws Exception {
    double before = closed("parse error");
    try (RawClient raw = connected()) {
      raw.send(message);
      raw.closeStatus(CLOSE_TIMEOUT);
    }
    awaitClosed("parse error", before);
  }

  /** Before that, the client may not know yet that it has joined. */
  @Test
  void closesAfterASecondConnectOfAClientThatHasSentAnEvent() throws Exception {
    double before = closed("parse error");
    try (RawClient raw = connected()) {
      raw.send("42[\"hello\"]");
      raw.send("40");
      raw.closeStatus(CLOSE_TIMEOUT);
    }
    awaitClosed("parse error", before);
  }

  static Stream<Arguments> malformedFrames() {
    byte[] notUtf8 = {'4', '2', '[', '"', (byte) 0xc3, (byte) 0x28, '"', ']'};
    return Stream.of(
        Arguments.of("an opcode that there is not", frame(0x83, 0), 1002),
        Arguments.of("a reserved bit", frame(0xc1, 3), 1002),
        Arguments.of("a control frame in fragments", frame(0x09, 0), 1002),
        Arguments.of("a ping that is too long", frame(0x89, 200), 1002),
        Arguments.of("a continuation of nothing", frame(0x80, 1), 1002),
        Arguments.of("no mask", new byte[] {(byte) 0x81, 1, '3'}, 1002),
        Arguments.of(
            "text that is not UTF-8",
            concat(RawClient.header(0x81, notUtf8.length), notUtf8),
            1007),
        Arguments.of("more than the limit", frame(0x81, LIMIT + 1), 1009),
        Arguments.of("the promise of 4 EiB", RawClient.header(0x81, 1L << 62), 1009));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedFrames")
  void closesAfterAMalformedFrame(String what, byte[] bytes, int code) throws Exception {
    try (RawClient raw = connected()) {
      raw.write(bytes);
      assertEquals(code, raw.closeStatus(CLOSE_TIMEOUT), what);
    }
  }

  @Test
  void closesAfterAMessageInEndlessFragments() throws Exception {
    try (RawClient raw = connected()) {
      raw.write(concat(RawClient.header(0x01, 1), new byte[] {'4'}));
      byte[] more = frame(0x00, 1000);
      for (int i = 0; i < LIMIT / 1000 + 10; i++) writeUnlessClosed(raw, more);
      raw.closeStatus(CLOSE_TIMEOUT);
    }
  }

  @Test
  void closesAClientThatNeverReadsAndKeepsItsMemory() throws Exception {
    var deaf = new ArrayList<RawClient>();
    String load = "x".repeat(LIMIT - 1000);
    int rounds = 400;
    try {
      // Kept for all of them, the load would be 800 MB: more than the gateway's limit.
      for (int i = 0; i < 20; i++) deaf.add(join(RawClient.withSmallReceiveBuffer(server)));
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
      for (RawClient raw : deaf) raw.close();
    }
  }

  @Test
  void endsAHandshakeThatNeverEnds() throws Exception {
    var open = new ArrayList<RawClient>();
    try {
      RawClient silent = RawClient.connect(server);
      RawClient halfway = RawClient.connect(server);
      RawClient unjoined = RawClient.connect(server).open(RawClient.V4);
      open.addAll(List.of(silent, halfway, unjoined));
      halfway.write(
          ("GET " + RawClient.V4 + " HTTP/1.1\r\nHost: fleet\r\nX-More: ").getBytes(UTF_8));

      // The longest of the gateway's bounds here is its connect timeout of 45 s.
      unjoined.closeStatus(Duration.ofSeconds(60));
      halfway.awaitEndOfStream(Duration.ofSeconds(30));
      silent.awaitEndOfStream(Duration.ofSeconds(30));
    } finally {
      for (RawClient raw : open) raw.close();
    }
  }

  @Test
  void refusesAHeadThatIsTooLong() throws Exception {
    try (RawClient raw = RawClient.connect(server)) {
      raw.write(("GET " + RawClient.V4 + " HTTP/1.1\r\nHost: fleet\r\n").getBytes(UTF_8));
      for (int i = 0; i < 200; i++) {
        writeUnlessClosed(raw, ("X-" + i + ": " + "y".repeat(1000) + "\r\n").getBytes(UTF_8));
      }
      raw.awaitEndOfStream(Duration.ofSeconds(30));
    }
  }

  private static RawClient connected() throws IOException {
    return join(RawClient.connect(server));
  }

  private static RawClient join(RawClient raw) throws IOException {
    raw.open(RawClient.V4).connectNamespace();
    return raw;
  }

  private static void writeUnlessClosed(RawClient raw, byte[] bytes) {
    try {
      raw.write(bytes);
    } catch (IOException closed) {
      // The gateway need not read to the end.
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
    return concat(RawClient.header(firstByte, length), "4".repeat(length).getBytes(UTF_8));
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
