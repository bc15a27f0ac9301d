package io.wsfleet.local.kubelet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.rules.Announcement;
import io.wsfleet.gateway.rules.Rule;
import io.wsfleet.gateway.rules.RuleParser;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.local.Yaml;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.GatewayEnvironment;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Text of users, from the resource through the operator's environment, the kubelet and the
 * configuration library into the rules of a gateway: it must arrive as it is.
 */
class UserDataTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ServiceDns SERVICES =
      new ServiceDns(Map.of("chat-redis-master.default", "127.83.128.1"));

  static List<String> texts() {
    return List.of(
        "${HOME}",
        "${wsfleet.port}",
        "${nobody.knows.it}",
        "\\\\$",
        "\\${HOME}",
        "$$",
        "$",
        "$(WSFLEET_PORT)",
        "$$(WSFLEET_PORT)",
        "%{HOME}",
        "chat-redis-master.default.svc",
        "/etc/wsfleet/redis",
        "\"quoted\", 'too', \u2028\n\t",
        IntStream.rangeClosed(0x20, 0x7e)
            .mapToObj(Character::toString)
            .collect(Collectors.joining()),
        IntStream.rangeClosed(0xa1, 0x2ff)
            .mapToObj(Character::toString)
            .collect(Collectors.joining()),
        "😀\u20ac");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void arrivesInRulesAndAnnouncements(String text) throws Exception {
    String quoted = JSON.writeValueAsString(text);
    GatewayConfig config =
        configOf(
            "{\"events\":[{\"on\":%s,\"reply\":{\"data\":%s}}],".formatted(quoted, quoted)
                + "\"announcements\":[{\"event\":%s,\"everySeconds\":1,\"data\":%s}]}"
                    .formatted(quoted, quoted));
    Rule rule = RuleParser.rules("V", config.events().orElse("")).get(0);
    assertEquals(text, rule.on());
    JsonPayload reply = ((Rule.Reply.Data) rule.reply()).arguments();
    assertEquals(text, JSON.readTree(reply.json()).get(0).textValue());
    Announcement announcement =
        RuleParser.announcements("V", config.announcements().orElse("")).get(0);
    assertEquals(text, announcement.event().name());
    assertEquals(text, announcement.event().firstArgumentAsText());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void arrivesInNamesOfRooms(String text) throws Exception {
    String room = "r" + text.replace(",", "") + "r";
    GatewayConfig config =
        configOf("{\"plain\":{\"rooms\":[" + JSON.writeValueAsString(room) + ",\"lobby\"]}}");
    if (!room.contains(".svc")) {
      assertEquals(List.of(room, "lobby"), config.plain().rooms().orElse(List.of()));
    }
  }

  private static GatewayConfig configOf(String spec) throws Exception {
    WebSocketCluster cluster =
        JSON.readValue(
            "{\"metadata\":{\"name\":\"chat\",\"namespace\":\"default\"},\"spec\":" + spec + "}",
            WebSocketCluster.class);
    String container =
        "{\"name\":\"gateway\",\"image\":\"i\",\"env\":"
            + JSON.writeValueAsString(GatewayEnvironment.of(cluster))
            + "}";
    ProcessSpec process =
        ProcessSpec.of(
            new Resource(Kinds.POD, Yaml.yaml("{metadata: {name: p, namespace: default}}")),
            ContainerSpec.of(JSON.readTree(container)),
            new Program("i", "i", List.of("java"), List.of(), Map.of()),
            "127.0.0.1",
            Map.of(),
            SERVICES,
            (kind, name, key) -> "");
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredInterceptors()
        .withMapping(GatewayConfig.class)
        .withSources(new EnvConfigSource(process.environment(), 300))
        .build()
        .getConfigMapping(GatewayConfig.class);
  }
}
