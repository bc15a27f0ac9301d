package io.wsfleet.gateway.bootstrap;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.testing.GatewayProcess;
import io.wsfleet.testing.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that is shipped. */
class GatewayIT {
  private static final String RULES =
      "[{\"on\":\"testMsg\",\"log\":true},"
          + "{\"on\":\"say\",\"broadcast\":{\"event\":\"said\",\"to\":\"Others\"}}]";

  @TempDir private Path folder;

  @Test
  void runsAloneAndReportsItsStatus() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.start("WSFLEET_GATEWAY", "g1").awaitReady();
        RawClient client = RawClient.connected(gateway.port())) {
      assertEquals(
          "{\"gateway\":\"g1\",\"connections\":1,\"bus\":\"InMemory\","
              + "\"heartbeatAges\":{\"g1\":0},\"heartbeatSeconds\":5,"
              + "\"heard\":{\"g1\":0},\"canarySeconds\":5}",
          gateway.body("/status"));
      assertEquals(200, gateway.status("/health/started"));
      assertEquals(200, gateway.status("/health/live"));
      String metrics = gateway.body("/metrics");
      assertTrue(metrics.contains("\nwsfleet_connections 1.0\n"), metrics);
      assertTrue(metrics.contains("wsfleet_closed_total{reason=\"slow client\"} 0.0\n"), metrics);
    }
  }

  @Test
  void logsAnEventInOneLineWhateverIsInIt() throws Exception {
    try (GatewayProcess gateway =
            GatewayProcess.start("WSFLEET_GATEWAY", "g1", "WSFLEET_EVENTS", RULES).awaitReady();
        RawClient client = RawClient.connected(gateway.port())) {
      client.send("42[\"testMsg\",\"hi\"]");
      client.send("42[\"testMsg\",\"\u0085\u2028INFO forged\"]");
      String line = "event=testMsg client=" + client.id() + " gateway=g1 data=[\"hi\"]";
      await().until(() -> gateway.log().contains(line));
      await().until(() -> gateway.log().contains("\\u0085\\u2028INFO forged"));
      assertFalse(gateway.log().lines().anyMatch(each -> each.startsWith("INFO forged")));
    }
  }

  @Test
  void logsFieldsAsJson() throws Exception {
    try (GatewayProcess gateway =
            GatewayProcess.start(
                    "WSFLEET_GATEWAY", "g1", "WSFLEET_EVENTS", RULES, "WSFLEET_LOG_FORMAT", "json")
                .awaitReady();
        RawClient client = RawClient.connected(gateway.port())) {
      client.send("42[\"testMsg\",\"hi\"]");
      await().until(() -> gateway.log().contains("testMsg"));
      String line =
          gateway.log().lines().filter(each -> each.contains("testMsg")).findFirst().get();
      JsonNode fields = new ObjectMapper().readTree(line).path("fields");
      assertEquals("testMsg", fields.path("event").asText());
      assertEquals("g1", fields.path("gateway").asText());
      assertEquals(client.id(), fields.path("client").asText());
      assertEquals("[\"hi\"]", fields.path("data").asText());
      for (String each : gateway.log().lines().toList()) {
        assertFalse(new ObjectMapper().readTree(each).path("message").asText().contains("="), each);
      }
    }
  }

  @Test
  void takesRulesAsTheyAre() throws Exception {
    String rules =
        "[{\"on\":\"ask\",\"reply\":{\"data\":\"${HOME} ${nobody} $$ \\\\\\\\$ $(X)\"}}]";
    try (GatewayProcess gateway = GatewayProcess.start("WSFLEET_EVENTS", rules).awaitReady();
        RawClient client = RawClient.connected(gateway.port())) {
      client.send("420[\"ask\"]");
      assertEquals("430[\"${HOME} ${nobody} $$ \\\\\\\\$ $(X)\"]", client.text());
    }
  }

  @Test
  void waitsForItsFirstSubscriptionAndStaysReadyWithoutRedis() throws Exception {
    try (RedisServers redis = RedisServers.one();
        GatewayProcess gateway =
            GatewayProcess.start(
                "WSFLEET_GATEWAY",
                "g1",
                "WSFLEET_REDIS_MASTER",
                "127.0.0.1:" + redis.master().port(),
                "WSFLEET_REDIS_PASSWORD_FILE",
                folder.resolve("password").toString())) {
      await().until(() -> gateway.status("/health/live") == 200);
      assertEquals(503, gateway.status("/health/ready"), "there is no password yet");
      Files.writeString(folder.resolve("password"), RedisServers.PASSWORD);
      gateway.awaitReady();
      redis.master().stop();
      await().until(() -> gateway.body("/status").contains("\"Connecting\""));
      assertEquals(200, gateway.status("/health/ready"));
      assertEquals(200, gateway.status("/health/live"));
      try (RawClient client = RawClient.connected(gateway.port())) {
        assertFalse(client.id().isEmpty());
      }
      assertFalse(gateway.log().contains(RedisServers.PASSWORD));
    }
  }

  @Test
  void closesItsClientsGraduallyOnShutdown() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.start().awaitReady();
        RawClient anna = RawClient.connected(gateway.port());
        RawClient bert = RawClient.connected(gateway.port())) {
      gateway.terminate();
      // Without a close frame, after which some clients would wait for their ping timeout.
      assertEquals(-1, anna.closeStatus());
      assertEquals(-1, bert.closeStatus());
      assertEquals(143, gateway.awaitExit());
    }
  }

  @Test
  void closesWhatNeverFinishesItsHandshake() throws Exception {
    try (GatewayProcess gateway =
            GatewayProcess.start("WSFLEET_LIMITS_HANDSHAKE_SECONDS", "1").awaitReady();
        RawClient silent = RawClient.connect(gateway.port());
        RawClient slow = RawClient.connect(gateway.port());
        RawClient joined = RawClient.connected(gateway.port())) {
      assertEquals(-1, silent.closeStatus());
      // One byte at a time, for ever: it is never idle.
      List<String> drops =
          "GET /socket.io/?EIO=4 HTTP/1.1\r\nX: ".chars().mapToObj(c -> "" + (char) c).toList();
      await()
          .until(
              () -> {
                try {
                  for (String drop : drops) {
                    slow.write(drop.getBytes());
                  }
                  return false;
                } catch (IOException closed) {
                  return true;
                }
              });
      joined.send("41");
      joined.connectNamespace();
      await()
          .until(() -> gateway.body("/metrics").contains("wsfleet_handshake_timeouts_total 2.0"));
    }
  }

  @Test
  void endsAsSoonAsItIsReadyWhereThatIsWanted() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.start("WSFLEET_EXIT_WHEN_READY", "true")) {
      int exitCode = gateway.awaitExit();
      assertEquals(0, exitCode, gateway.log());
    }
  }

  @Test
  void helpsAndTellsItsVersionAndRefusesOtherArguments() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.startWithArgument("--help")) {
      assertEquals(0, gateway.awaitExit());
      assertTrue(gateway.log().contains("WSFLEET_PORT"));
    }
    try (GatewayProcess gateway = GatewayProcess.startWithArgument("--version")) {
      assertEquals(0, gateway.awaitExit());
      assertTrue(gateway.log().matches("wsfleet gateway \\d.*\\R"), gateway.log());
    }
    try (GatewayProcess gateway = GatewayProcess.startWithArgument("--port=1")) {
      assertEquals(2, gateway.awaitExit());
      assertTrue(gateway.log().contains("--help"));
    }
  }

  @Test
  void refusesToStartWithAWrongSettingInOneSentence() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.start("WSFLEET_EVENTS", "[{\"on\":1}]")) {
      assertEquals(1, gateway.awaitExit());
      assertEquals(
          "The gateway cannot start: WSFLEET_EVENTS[0]: on must be a non-empty string\n",
          gateway.log());
    }
    for (String variable :
        List.of("WSFLEET_PORT", "WSFLEET_MANAGEMENT_PORT", "WSFLEET_EVENT_LOOPS")) {
      try (GatewayProcess gateway = GatewayProcess.start(variable, "abc")) {
        assertEquals(1, gateway.awaitExit());
        String sentence = "The gateway cannot start: " + variable + " is \"abc\"";
        assertTrue(gateway.log().startsWith(sentence), gateway.log());
      }
    }
    try (GatewayProcess gateway =
        GatewayProcess.start("WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "often")) {
      assertEquals(1, gateway.awaitExit());
      assertTrue(
          gateway
              .log()
              .startsWith(
                  "The gateway cannot start: WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS is \"often\""),
          gateway.log());
    }
  }

  @Test
  void servesConnectionsWithTheConfiguredThreads() throws Exception {
    Path threads = Path.of("/proc/self/task");
    assumeTrue(Files.isDirectory(threads), "no /proc, which names the threads of a process");
    try (GatewayProcess gateway = GatewayProcess.start("WSFLEET_EVENT_LOOPS", "3").awaitReady()) {
      assertEquals(3, gateway.threads("vert.x-eventloo"));
    }
    try (GatewayProcess gateway = GatewayProcess.start("WSFLEET_EVENT_LOOPS", "0")) {
      assertEquals(1, gateway.awaitExit());
      String sentence = "The gateway cannot start: WSFLEET_EVENT_LOOPS must be at least 1";
      assertTrue(gateway.log().contains(sentence), gateway.log());
    }
  }

  @Test
  void reportsThePortInUse() throws Exception {
    try (GatewayProcess first = GatewayProcess.start().awaitReady();
        GatewayProcess second =
            GatewayProcess.start("WSFLEET_PORT", String.valueOf(first.port()))) {
      assertEquals(1, second.awaitExit());
      assertTrue(second.log().contains("WSFLEET_PORT"), second.log());
      assertFalse(second.log().contains("\tat "), second.log());
    }
  }
}
