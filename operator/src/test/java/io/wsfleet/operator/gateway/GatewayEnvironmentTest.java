package io.wsfleet.operator.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.WebSocketCluster;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GatewayEnvironmentTest {

  @Test
  void hasTheValuesOfTheResource() {
    var expected = new TreeMap<String, String>();
    expected.put("WSFLEET_GATEWAY", "metadata.name");
    expected.put("WSFLEET_ADDRESS", "status.podIP");
    expected.put("WSFLEET_PORT", "5000");
    expected.put("WSFLEET_COALESCE_MILLIS", "0");
    expected.put("WSFLEET_PROTOCOL_PATH", "/socket.io/");
    expected.put("WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "25");
    expected.put("WSFLEET_PROTOCOL_PING_TIMEOUT_SECONDS", "20");
    expected.put("WSFLEET_PROTOCOL_MAX_PAYLOAD_BYTES", "1000000");
    expected.put("WSFLEET_PROTOCOL_LEGACY_CLIENTS", "true");
    expected.put("WSFLEET_PROTOCOL_CORS_ORIGINS", "https://a.example,https://b.example");
    expected.put("WSFLEET_PROTOCOL_TRANSPORTS", "polling,websocket");
    expected.put("WSFLEET_PROTOCOL_HTTP_COMPRESSION", "true");
    expected.put("WSFLEET_PROTOCOL_PER_MESSAGE_DEFLATE", "false");
    expected.put("WSFLEET_BUS", "durable");
    expected.put("WSFLEET_RECOVERY_WINDOW_SECONDS", "120");
    expected.put("WSFLEET_RECOVERY_PACKETS", "10000");
    expected.put("WSFLEET_HANDLERS_TIMEOUT_SECONDS", "5");
    expected.put("WSFLEET_API_PORT", "5001");
    expected.put("WSFLEET_API_TOKEN_FILE", "/etc/wsfleet/api/token");
    expected.put("WSFLEET_PLAIN_ENABLED", "false");
    expected.put("WSFLEET_PLAIN_PATH", "/ws");
    expected.put(
        "WSFLEET_EVENTS",
        "[{\"on\":\"testMsg\",\"log\":true},"
            + "{\"on\":\"say\",\"log\":false,"
            + "\"broadcast\":{\"event\":\"said\",\"to\":\"Others\"}}]");
    expected.put(
        "WSFLEET_ANNOUNCEMENTS",
        "[{\"event\":\"brdcst\",\"everySeconds\":30,\"data\":\"A broadcast message\"}]");
    expected.put("WSFLEET_REDIS_MASTER", "chat-redis-master.default.svc:6379");
    expected.put("WSFLEET_REDIS_REPLICA", "chat-redis-replica.default.svc:6379");
    expected.put("WSFLEET_REDIS_PASSWORD_FILE", "/etc/wsfleet/redis/password");
    expected.put("WSFLEET_LOG_FORMAT", "json");
    assertEquals(expected, environment(ExampleClusters.reference()));
  }

  @Test
  void hasTheValuesWithoutDefaults() {
    var environment =
        environment(
            ExampleClusters.chat(
                """
                bus: PubSub
                gateway: {eventLoops: 2, coalesceMillis: 5}
                protocol: {namespaces: [/news, "/tenant-*"], transports: [websocket], cookie: io}
                limits:
                  connections: 1
                  connectionsPerAddress: 2
                  eventsPerSecond: 3
                  bytesPerSecond: 4000
                  namespaces: 5
                  rooms: 6
                  outboundBytes: 70000
                api: {port: 6001, tokenSecret: mine}
                plain: {enabled: true, path: /plain, rooms: [lobby, "news-*"]}
                tls: {secretName: chat-tls}
                """));
    var expected = new TreeMap<String, String>();
    expected.put("WSFLEET_BUS", "pubsub");
    expected.put("WSFLEET_EVENT_LOOPS", "2");
    expected.put("WSFLEET_COALESCE_MILLIS", "5");
    expected.put("WSFLEET_PROTOCOL_NAMESPACES", "/news,/tenant-*");
    expected.put("WSFLEET_PROTOCOL_TRANSPORTS", "websocket");
    expected.put("WSFLEET_PROTOCOL_COOKIE", "io");
    expected.put("WSFLEET_LIMITS_CONNECTIONS", "1");
    expected.put("WSFLEET_LIMITS_CONNECTIONS_PER_ADDRESS", "2");
    expected.put("WSFLEET_LIMITS_EVENTS_PER_SECOND", "3");
    expected.put("WSFLEET_LIMITS_BYTES_PER_SECOND", "4000");
    expected.put("WSFLEET_LIMITS_NAMESPACES", "5");
    expected.put("WSFLEET_LIMITS_ROOMS", "6");
    expected.put("WSFLEET_LIMITS_OUTBOUND_BYTES", "70000");
    expected.put("WSFLEET_API_PORT", "6001");
    expected.put("WSFLEET_API_TOKEN_FILE", "/etc/wsfleet/api/token");
    expected.put("WSFLEET_PLAIN_ENABLED", "true");
    expected.put("WSFLEET_PLAIN_PATH", "/plain");
    expected.put("WSFLEET_PLAIN_ROOMS", "lobby,news-*");
    expected.put("WSFLEET_TLS_FOLDER", "/etc/wsfleet/tls");
    expected.put("WSFLEET_PEER_PORT", "5002");
    environment.keySet().retainAll(expected.keySet());
    assertEquals(expected, environment);
  }

  @Test
  void writesRulesInTheFormatOfTheGateway() {
    var environment =
        environment(
            ExampleClusters.chat(
                """
                events:
                  - "on": enter
                    namespace: /rooms
                    join: {fromArgument: true}
                    leave: {room: lobby}
                    broadcast: {event: entered, roomFromArgument: true}
                    reply: {data: {welcome: [1, null]}}
                  - {"on": echo, reply: {echo: true}}
                """));
    assertEquals(
        "[{\"on\":\"enter\",\"namespace\":\"/rooms\",\"log\":false,"
            + "\"join\":{\"fromArgument\":true},\"leave\":{\"room\":\"lobby\"},"
            + "\"broadcast\":{\"event\":\"entered\",\"to\":\"Everyone\",\"roomFromArgument\":true},"
            + "\"reply\":{\"data\":{\"welcome\":[1,null]}}},"
            + "{\"on\":\"echo\",\"log\":false,\"reply\":{\"echo\":true}}]",
        environment.get("WSFLEET_EVENTS"));
  }

  /** A kubelet and a gateway of a former version take it for the name of a variable. */
  @Test
  void hasNoDollarSignOfAUserThatStandsForAVariable() {
    var environment =
        environment(
            ExampleClusters.chat(
                """
                events: [{"on": "${HOME}", reply: {data: "$(WSFLEET_PORT) $$ \\\\$"}}]
                announcements: [{event: "$", everySeconds: 1}]
                plain: {rooms: ["$(HOME)", 'a\\b']}
                """));
    assertEquals(
        "[{\"on\":\"\\u0024{HOME}\",\"log\":false,"
            + "\"reply\":{\"data\":\"\\u0024(WSFLEET_PORT) \\u0024\\u0024 \\\\\\u0024\"}}]",
        environment.get("WSFLEET_EVENTS"));
    assertEquals(
        "[{\"event\":\"\\u0024\",\"everySeconds\":1}]", environment.get("WSFLEET_ANNOUNCEMENTS"));
    assertEquals("$$(HOME),a\\\\b", environment.get("WSFLEET_PLAIN_ROOMS"));
  }

  @Test
  void hasNoVariableForAnAbsentField() {
    var environment = environment(ExampleClusters.chat("redis: {replicas: 0}"));
    assertFalse(environment.containsKey("WSFLEET_REDIS_REPLICA"));
    assertFalse(environment.containsKey("WSFLEET_EVENT_LOOPS"));
    assertFalse(environment.containsKey("WSFLEET_EVENTS"));
    assertFalse(environment.containsKey("WSFLEET_ANNOUNCEMENTS"));
    assertFalse(environment.containsKey("WSFLEET_PROTOCOL_CORS_ORIGINS"));
    assertFalse(environment.containsKey("WSFLEET_PROTOCOL_NAMESPACES"));
    assertFalse(environment.containsKey("WSFLEET_PROTOCOL_COOKIE"));
    assertFalse(environment.containsKey("WSFLEET_PLAIN_ROOMS"));
    assertTrue(environment.keySet().stream().noneMatch(name -> name.contains("LIMITS")));
  }

  @Test
  void thePeerPortIsNotUsedOtherwise() {
    var environment =
        environment(
            ExampleClusters.chat(
                """
                gateway: {port: 5002}
                api: {port: 5003}
                tls: {secretName: chat-tls}
                """));
    assertEquals("5004", environment.get("WSFLEET_PEER_PORT"));
  }

  @Test
  void aRuleWrittenForKubectlWithoutQuotationMarksIsTheSame() {
    assertEquals(
        environment(ExampleClusters.chat("events: [{\"on\": say}]")),
        environment(ExampleClusters.chat("events: [{\"true\": say}]")));
  }

  private static Map<String, String> environment(WebSocketCluster cluster) {
    return GatewayEnvironment.of(cluster).stream()
        .collect(
            Collectors.toMap(
                EnvVar::getName, GatewayEnvironmentTest::value, (a, b) -> a, TreeMap::new));
  }

  private static String value(EnvVar variable) {
    return variable.getValueFrom() == null
        ? variable.getValue()
        : variable.getValueFrom().getFieldRef().getFieldPath();
  }
}
