package io.wsfleet.operator.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.wsfleet.operator.Clusters;
import io.wsfleet.operator.api.WebSocketCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GatewayEnvironmentTest {

  @Test
  void tellsTheGatewayWhatTheResourceSays() {
    var expected = new TreeMap<String, String>();
    expected.put("WSFLEET_GATEWAY", "metadata.name");
    expected.put("WSFLEET_PORT", "5000");
    expected.put("WSFLEET_PROTOCOL_PATH", "/socket.io/");
    expected.put("WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "25");
    expected.put("WSFLEET_PROTOCOL_PING_TIMEOUT_SECONDS", "20");
    expected.put("WSFLEET_PROTOCOL_MAX_PAYLOAD_BYTES", "1000000");
    expected.put("WSFLEET_PROTOCOL_LEGACY_CLIENTS", "true");
    expected.put("WSFLEET_PROTOCOL_CORS_ORIGINS", "https://a.example,https://b.example");
    expected.put(
        "WSFLEET_EVENTS",
        "[{\"on\":\"testMsg\",\"log\":true},"
            + "{\"on\":\"say\",\"log\":false,\"broadcast\":{\"event\":\"said\",\"to\":\"Others\"}}]");
    expected.put(
        "WSFLEET_ANNOUNCEMENTS",
        "[{\"event\":\"brdcst\",\"everySeconds\":30,\"data\":\"A broadcast message\"}]");
    expected.put("WSFLEET_REDIS_MASTER", "chat-redis-master.default.svc:6379");
    expected.put("WSFLEET_REDIS_REPLICA", "chat-redis-replica.default.svc:6379");
    expected.put("WSFLEET_REDIS_PASSWORD_FILE", "/etc/wsfleet/redis/password");
    expected.put("WSFLEET_LOG_FORMAT", "json");
    assertEquals(expected, environment(Clusters.reference()));
  }

  @Test
  void leavesOutWhatIsNotThere() {
    var environment = environment(Clusters.chat("redis: {replicas: 0}"));
    assertFalse(environment.containsKey("WSFLEET_REDIS_REPLICA"));
    assertFalse(environment.containsKey("WSFLEET_EVENTS"));
    assertFalse(environment.containsKey("WSFLEET_ANNOUNCEMENTS"));
    assertFalse(environment.containsKey("WSFLEET_PROTOCOL_CORS_ORIGINS"));
  }

  @Test
  void aRuleWrittenForKubectlWithoutQuotationMarksIsTheSame() {
    assertEquals(
        environment(Clusters.chat("events: [{\"on\": say}]")),
        environment(Clusters.chat("events: [{\"true\": say}]")));
  }

  @Test
  void theContractListsTheSameVariables() throws Exception {
    var architecture = Files.readString(Path.of("../ARCHITECTURE.md"));
    var table =
        architecture.substring(
            architecture.indexOf("## What the operator tells the gateway"),
            architecture.indexOf("The gateway answers clients on"));
    var listed =
        Pattern.compile("^\\| `(WSFLEET_[A-Z_]+)`", Pattern.MULTILINE)
            .matcher(table)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(listed, new TreeSet<>(environment(Clusters.reference()).keySet()));
  }

  private static Map<String, String> environment(WebSocketCluster cluster) {
    return GatewayEnvironment.of(cluster).stream()
        .collect(Collectors.toMap(EnvVar::getName, GatewayEnvironmentTest::value));
  }

  private static String value(EnvVar variable) {
    return variable.getValueFrom() == null
        ? variable.getValue()
        : variable.getValueFrom().getFieldRef().getFieldPath();
  }
}
