package io.wsfleet.local;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wsfleet.contract.GatewayVariable;
import io.wsfleet.gateway.bootstrap.Settings;
import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.GatewayEnvironment;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the operator tells a gateway is what a gateway understands, and what ARCHITECTURE.md says.
 * The two programs do not know each other; this is the one place that knows both.
 */
class EnvironmentContractTest {
  private static final String EVERYTHING =
      """
      apiVersion: wsfleet.io/v1alpha1
      kind: WebSocketCluster
      metadata: {name: chat, namespace: default}
      spec:
        gateway: {port: 5002, eventLoops: 3, coalesceMillis: 4}
        redis: {replicas: 2}
        protocol:
          path: /chat/
          pingIntervalSeconds: 7
          pingTimeoutSeconds: 8
          pingIntervalMillis: 300
          pingTimeoutMillis: 200
          maxPayloadBytes: 9000
          legacyClients: false
          corsOrigins: ["https://a.example", "https://b.example"]
          corsCredentials: true
          trustedProxies: [10.0.0.0/8]
          namespaces: [/news, "/tenant-*"]
          transports: [websocket]
          cookie: io
          httpCompression: false
          perMessageDeflate: true
        bus: PubSub
        recovery: {windowSeconds: 60, packets: 500, offsets: Always}
        limits:
          connections: 11
          connectionsPerAddress: 12
          eventsPerSecond: 13
          bytesPerSecond: 14000
          namespaces: 15
          rooms: 16
          outboundBytes: 17000
        api: {port: 6001, tokenSecret: mine}
        plain: {enabled: true, path: /plain, rooms: [lobby, "news-*"]}
        handlers: {timeoutSeconds: 3}
        tls: {secretName: chat-tls}
        events: [{"on": say, broadcast: {event: said, to: Others}}]
        announcements: [{event: brdcst, everySeconds: 30, data: hello}]
      """;

  /** Stands for what a pod says of itself; an address, for one of those variables must be one. */
  private static final String FROM_THE_POD = "127.0.0.1";

  @Test
  void theGatewayKnowsEveryVariableThatTheOperatorSets() throws IOException {
    Set<String> unknown = new TreeSet<>(environment().keySet());
    unknown.removeAll(known().keySet());
    assertEquals(Set.of(), unknown);
  }

  @Test
  void theOperatorSetsEveryVariableOfTheContractAndNoOther() throws IOException {
    assertEquals(contract(), environment().keySet());
  }

  @Test
  void theContractNamesTheSameVariables() throws IOException {
    assertEquals(
        contract(),
        Arrays.stream(GatewayVariable.values())
            .map(GatewayVariable::variable)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void theGatewayReadsWhatTheSpecSays() throws IOException {
    GatewayConfig config = load(environment());
    assertEquals(5002, config.port());
    assertEquals(3, config.eventLoops().orElseThrow());
    assertEquals(4, config.coalesceMillis());
    assertEquals("/chat/", config.protocol().path());
    assertEquals(7, config.protocol().pingIntervalSeconds());
    assertEquals(8, config.protocol().pingTimeoutSeconds());
    assertEquals(300, config.protocol().pingIntervalMillis().orElseThrow());
    assertEquals(200, config.protocol().pingTimeoutMillis().orElseThrow());
    assertEquals(9000, config.protocol().maxPayloadBytes());
    assertEquals(false, config.protocol().legacyClients());
    assertEquals(
        List.of("https://a.example", "https://b.example"),
        config.protocol().corsOrigins().orElseThrow());
    assertEquals(true, config.protocol().corsCredentials());
    assertEquals(List.of("10.0.0.0/8"), config.protocol().trustedProxies().orElseThrow());
    assertEquals(List.of("/news", "/tenant-*"), config.protocol().namespaces().orElseThrow());
    assertEquals(List.of("websocket"), config.protocol().transports());
    assertEquals("io", config.protocol().cookie().orElseThrow());
    assertEquals(false, config.protocol().httpCompression());
    assertEquals(true, config.protocol().perMessageDeflate());
    assertEquals(GatewayConfig.Bus.PUBSUB, config.bus());
    assertEquals(60, config.recovery().windowSeconds());
    assertEquals(500, config.recovery().packets());
    assertEquals(GatewayConfig.Offsets.ALWAYS, config.recovery().offsets());
    assertEquals(6001, config.api().port());
    assertEquals("/etc/wsfleet/api/token", config.api().tokenFile().orElseThrow());
    assertEquals(true, config.plain().enabled());
    assertEquals("/plain", config.plain().path());
    assertEquals(List.of("lobby", "news-*"), config.plain().rooms().orElseThrow());
    assertEquals(3, config.handlers().timeoutSeconds());
    assertEquals("chat-redis-master.default.svc:6379", config.redis().master().orElseThrow());
    assertEquals("chat-redis-replica.default.svc:6379", config.redis().replica().orElseThrow());
    assertEquals("/etc/wsfleet/redis/password", config.redis().passwordFile().orElseThrow());
    assertEquals("/etc/wsfleet/tls", config.tlsFolder().orElseThrow());
    assertEquals(5003, config.peerPort());
    assertEquals(
        new ObjectMapper()
            .readTree("[{\"event\":\"brdcst\",\"everySeconds\":30,\"data\":\"hello\"}]"),
        new ObjectMapper().readTree(config.announcements().orElseThrow()));
  }

  @Test
  void theGatewayReadsTheLimits() throws IOException {
    GatewayConfig.Limits limits = load(environment()).limits();
    assertEquals(11, limits.connections());
    assertEquals(12, limits.connectionsPerAddress().orElseThrow());
    assertEquals(13, limits.eventsPerSecond());
    assertEquals(14000, limits.bytesPerSecond());
    assertEquals(15, limits.namespaces());
    assertEquals(16, limits.rooms());
    assertEquals(17000, limits.outboundBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat.yaml", "minimal.yaml", "rooms.yaml"})
  void theGatewayTakesWhatTheSamplesSay(String sample) throws IOException {
    String yaml = Files.readString(Path.of("..", "samples", sample));
    assertDoesNotThrow(() -> Settings.from(load(environment(yaml))));
  }

  private static GatewayConfig load(Map<String, String> environment) {
    Map<String, String> known = known();
    Map<String, String> properties = new TreeMap<>();
    environment.forEach((name, value) -> properties.put(known.get(name), value));
    return new SmallRyeConfigBuilder()
        .withMapping(GatewayConfig.class)
        .withSources(new PropertiesConfigSource(properties, "operator", 100))
        .build()
        .getConfigMapping(GatewayConfig.class);
  }

  private static Map<String, String> environment() throws IOException {
    return environment(EVERYTHING);
  }

  private static Map<String, String> environment(String yaml) throws IOException {
    WebSocketCluster cluster =
        new ObjectMapper(new YAMLFactory()).readValue(yaml, WebSocketCluster.class);
    Map<String, String> environment = new TreeMap<>();
    for (EnvVar variable : GatewayEnvironment.of(cluster)) {
      String value = variable.getValue();
      environment.put(variable.getName(), value == null ? FROM_THE_POD : value);
    }
    return environment;
  }

  /** The variables in the table of ARCHITECTURE.md. */
  private static Set<String> contract() throws IOException {
    String text = Files.readString(Path.of("..", "ARCHITECTURE.md"));
    Set<String> names = new TreeSet<>();
    var row = Pattern.compile("(?m)^\\| `(WSFLEET_[A-Z_]+)` \\|").matcher(text);
    while (row.find()) {
      names.add(row.group(1));
    }
    return names;
  }

  /** The gateway's properties by the names of their variables. */
  private static Map<String, String> known() {
    Map<String, String> known = new TreeMap<>();
    collect(GatewayConfig.class, "wsfleet", known);
    return known;
  }

  private static void collect(Class<?> mapping, String prefix, Map<String, String> known) {
    for (Method method : mapping.getDeclaredMethods()) {
      String dashed = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      String property = prefix + "." + dashed;
      if (method.getReturnType().isInterface() && method.getReturnType().isMemberClass()) {
        collect(method.getReturnType(), property, known);
      } else {
        known.put(property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), property);
      }
    }
  }
}
