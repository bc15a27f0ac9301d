package io.wsfleet.e2e.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.process.Gateways;
import io.wsfleet.e2e.process.NodeProgram;
import io.wsfleet.e2e.protocol.ExpectedDifference.Side;
import io.wsfleet.e2e.run.E2eSettings;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import io.wsfleet.testing.ExtensionJar;
import io.wsfleet.testing.GatewayProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares a gateway with the Node server: the same clients do the same with both. A transcript has
 * what a client received, or the response to given bytes; two transcripts are equal except for
 * {@link ExpectedDifference#ALL}. Needs no cluster.
 */
@Needs(Need.NODE)
@SideBySide(Lane.WITHOUT_CLUSTER)
class ReferenceServerIT {

  private static final List<String> TRANSPORTS = List.of("polling", "websocket", "upgrade");
  private static final int MAX_PAYLOAD = 2_000_000;
  private static final int CONNECT_SECONDS = 3;
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  /** The rules that correspond to the Node server's application. */
  private static final String RULES =
      """
      [{"on": "echo", "reply": {"echo": true}},
       {"on": "noted"},
       {"on": "hello", "reply": {"data": {"welcome": [1, "two"]}}},
       {"on": "say", "broadcast": {"event": "said", "to": "Others"}},
       {"on": "shout", "broadcast": {"event": "shouted"}},
       {"on": "enter", "join": {"fromArgument": true}, "reply": {"data": "welcome"}},
       {"on": "exit", "leave": {"fromArgument": true}},
       {"on": "tell", "broadcast": {"event": "told", "roomFromArgument": true}},
       {"on": "echo", "namespace": "/chat", "reply": {"echo": true}},
       {"on": "shout", "namespace": "/chat", "broadcast": {"event": "shouted"}},
       {"on": "echo", "namespace": "/tenant-*", "reply": {"echo": true}}]
      """;

  @TempDir static Path extensions;
  private static GatewayProcess gateway;
  private static NodeProgram server;
  private static final Map<String, List<String>> ours = new TreeMap<>();
  private static final Map<String, List<String>> theirs = new TreeMap<>();

  @BeforeAll
  static void transcribeBoth() {
    ExtensionJar.compile(
        extensions.resolve("reference.jar"),
        "reference.ReferenceApplication",
        E2eSettings.gatewayJar());
    gateway =
        Gateways.start(
            "reference",
            Map.of(
                "WSFLEET_EVENTS",
                RULES,
                "WSFLEET_EXTENSIONS",
                extensions.toString(),
                "WSFLEET_PROTOCOL_NAMESPACES",
                "/chat,/tenant-*,/handled,/closed",
                "WSFLEET_PROTOCOL_MAX_PAYLOAD_BYTES",
                String.valueOf(MAX_PAYLOAD),
                "WSFLEET_LIMITS_CONNECT_SECONDS",
                String.valueOf(CONNECT_SECONDS),
                "WSFLEET_RECOVERY_WINDOW_SECONDS",
                "0"));
    server = NodeProgram.start("reference/app.js");
    server.send(
        Map.of(
            "do",
            "listen",
            "options",
            Map.of(
                "allowEIO3",
                true,
                "maxHttpBufferSize",
                MAX_PAYLOAD,
                "connectTimeout",
                CONNECT_SECONDS * 1000)));
    JsonNode listening =
        server.await("listening", TIMEOUT, said -> said.path("event").asText().equals("listening"));
    gateway.awaitReady();

    String reference = "http://127.0.0.1:" + listening.path("args").path(0).asInt();
    CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> transcribe(gateway.url(), ours)),
            CompletableFuture.runAsync(() -> transcribe(reference, theirs)))
        .join();
  }

  @AfterAll
  static void stop() {
    if (server != null) server.close();
    if (gateway != null) gateway.close();
  }

  /** Each scenario with each client, and each kind of bytes. */
  @TestFactory
  Stream<DynamicTest> showsClientsWhatTheRealServerShows() {
    assertEquals(theirs.keySet(), ours.keySet());
    return theirs.keySet().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> assertSame(name)));
  }

  /** Fails if the table has a difference that no longer exists. */
  @TestFactory
  Stream<DynamicTest> stillDiffersWhereItWants() {
    return ExpectedDifference.ALL.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.toString(),
                    () -> {
                      assertTrue(
                          theirs.keySet().stream()
                              .anyMatch(name -> each.isIn(name, theirs.get(name), Side.THEIRS)),
                          "the real server does not show this any more");
                      assertTrue(
                          ours.keySet().stream()
                              .anyMatch(name -> each.isIn(name, ours.get(name), Side.OURS)),
                          "the gateway does not show this any more");
                    }));
  }

  private static void assertSame(String name) {
    List<String> expected = theirs.get(name);
    for (ExpectedDifference each : ExpectedDifference.ALL) {
      expected = each.applyTo(name, expected);
    }
    assertEquals(String.join("\n", expected), String.join("\n", ours.get(name)));
  }

  private static void transcribe(String url, Map<String, List<String>> transcripts) {
    try (NodeProgram runner = NodeProgram.start("reference/run.js")) {
      List<Map<String, Object>> runs = new ArrayList<>();
      runs.add(Map.of("do", "bytes", "url", url));
      for (int generation : new int[] {4, 2}) {
        for (String transport : TRANSPORTS) {
          runs.add(
              Map.of("do", "run", "url", url, "generation", generation, "transport", transport));
        }
      }
      for (int i = 0; i < runs.size(); i++) {
        int done = i + 1;
        runner.send(runs.get(i));
        runner.await(
            "the end of " + runs.get(i),
            TIMEOUT,
            said -> runner.events(each -> is("done", each)).size() >= done);
      }
      for (JsonNode said : runner.events(each -> is("transcript", each))) {
        List<String> lines = new ArrayList<>();
        said.path("lines").forEach(line -> lines.add(line.asText()));
        transcripts.put(said.path("variant").asText() + " " + said.path("name").asText(), lines);
      }
    }
  }

  private static boolean is(String event, JsonNode said) {
    return said.path("event").asText().equals(event);
  }
}
