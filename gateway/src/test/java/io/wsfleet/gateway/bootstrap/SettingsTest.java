package io.wsfleet.gateway.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.config.InvalidSettingException;
import io.wsfleet.gateway.config.TestConfigs;
import io.wsfleet.gateway.engineio.protocol.HeartbeatSettings;
import io.wsfleet.gateway.rules.Rule;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void runsAloneWithoutAnySetting() {
    Settings settings = settings(Map.of());
    assertNull(settings.redis());
    assertEquals("/socket.io/", settings.clients().http().path());
    assertEquals(new HeartbeatSettings(25_000, 20_000), settings.clients().engine().heartbeat());
    assertEquals(1_000_000, settings.clients().engine().maxPayload());
    assertTrue(settings.clients().engine().legacyClients());
    assertEquals(Map.of(), settings.clients().http().cors().headers("https://a.example"));
    assertEquals(List.of(), settings.rules());
    assertFalse(settings.gateway().isEmpty());
  }

  @Test
  void takesTheHeartbeatInMillisecondsOrInSeconds() {
    Map<String, String> environment = new HashMap<>();
    environment.put("WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "5");
    environment.put("WSFLEET_PROTOCOL_PING_TIMEOUT_SECONDS", "4");
    environment.put("WSFLEET_PROTOCOL_PING_INTERVAL_MILLIS", "300");
    assertEquals(
        new HeartbeatSettings(300, 4000), settings(environment).clients().engine().heartbeat());
    environment.put("WSFLEET_PROTOCOL_PING_TIMEOUT_MILLIS", "200");
    assertEquals(
        new HeartbeatSettings(300, 200), settings(environment).clients().engine().heartbeat());
  }

  @Test
  void readsTheOperatorsVariables() {
    Map<String, String> environment = new HashMap<>();
    environment.put("WSFLEET_GATEWAY", "chat-gateway-1");
    environment.put("WSFLEET_PORT", "5000");
    environment.put("WSFLEET_PROTOCOL_PATH", "/ws/");
    environment.put("WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", "5");
    environment.put("WSFLEET_PROTOCOL_PING_TIMEOUT_SECONDS", "4");
    environment.put("WSFLEET_PROTOCOL_MAX_PAYLOAD_BYTES", "1000");
    environment.put("WSFLEET_PROTOCOL_LEGACY_CLIENTS", "false");
    environment.put("WSFLEET_PROTOCOL_CORS_ORIGINS", "https://a.example,https://b.example");
    environment.put("WSFLEET_EVENTS", "[{\"on\":\"testMsg\",\"log\":true}]");
    environment.put("WSFLEET_ANNOUNCEMENTS", "[{\"event\":\"b\",\"everySeconds\":30}]");
    environment.put("WSFLEET_REDIS_MASTER", "m.ns.svc:6379");
    environment.put("WSFLEET_REDIS_REPLICA", "r.ns.svc:6380");
    environment.put("WSFLEET_LOG_FORMAT", "json");
    Settings settings = settings(environment);
    assertEquals("chat-gateway-1", settings.gateway());
    assertEquals("/ws/", settings.clients().http().path());
    assertEquals(new HeartbeatSettings(5000, 4000), settings.clients().engine().heartbeat());
    assertFalse(settings.clients().engine().legacyClients());
    assertEquals(
        "https://b.example",
        settings
            .clients()
            .http()
            .cors()
            .headers("https://b.example")
            .get("Access-Control-Allow-Origin"));
    assertEquals("testMsg", settings.rules().get(0).on());
    assertEquals(30, settings.announcements().get(0).everySeconds());
    assertNotNull(settings.redis());
    assertEquals("m.ns.svc:6379", settings.redis().master().toString());
    assertEquals("r.ns.svc:6380", settings.redis().replica().toString());
  }

  @Test
  void subscribesAtTheMasterWhereThereIsNoReplica() {
    Settings settings = settings(Map.of("WSFLEET_REDIS_MASTER", "m:6379"));
    assertNotNull(settings.redis());
    assertEquals("m:6379", settings.redis().replica().toString());
  }

  @Test
  void readsThePasswordAnewEachTime(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("password");
    Files.writeString(file, "first\n");
    Settings settings =
        settings(
            Map.of(
                "WSFLEET_REDIS_MASTER", "m:6379", "WSFLEET_REDIS_PASSWORD_FILE", file.toString()));
    assertNotNull(settings.redis());
    assertEquals("first", settings.redis().password().get());
    Files.writeString(file, "second");
    assertEquals("second", settings.redis().password().get());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WSFLEET_PORT | 65536 | WSFLEET_PORT is 65536; a port must be between 1 and 65535",
        "WSFLEET_PROTOCOL_PATH | socket.io | WSFLEET_PROTOCOL_PATH is \"socket.io\"; it must start and end with a slash",
        "WSFLEET_PROTOCOL_PING_TIMEOUT_MILLIS | 99 | WSFLEET_PROTOCOL_PING_TIMEOUT_MILLIS is 99; it must be at least 100",
        "WSFLEET_PROTOCOL_PING_TIMEOUT_SECONDS | 0 | WSFLEET_PROTOCOL_PING_TIMEOUT_SECONDS is 0; it must be at least 1",
        "WSFLEET_PROTOCOL_TRANSPORTS | polling,webtransport | WSFLEET_PROTOCOL_TRANSPORTS is \"polling,webtransport\"; it must be polling, websocket or both, separated by a comma",
        "WSFLEET_PROTOCOL_COOKIE | io=x | WSFLEET_PROTOCOL_COOKIE is \"io=x\"; a cookie name may contain only letters, digits, ., - and _",
        "WSFLEET_REDIS_MASTER | redis | WSFLEET_REDIS_MASTER: \"redis\" is not host:port, like redis:6379; a host name has letters, digits, dots and hyphens only",
        "WSFLEET_REDIS_MASTER | redis_master:6379 | WSFLEET_REDIS_MASTER: \"redis_master:6379\" is not host:port, like redis:6379; a host name has letters, digits, dots and hyphens only",
        "WSFLEET_REDIS_MASTER | redis://redis:6379 | WSFLEET_REDIS_MASTER: \"redis://redis:6379\" is not host:port, like redis:6379; a host name has letters, digits, dots and hyphens only",
        "WSFLEET_PROTOCOL_CORS_ORIGINS | https://a.example/chat | WSFLEET_PROTOCOL_CORS_ORIGINS has \"https://a.example/chat\"; an origin is * or like https://a.example, without a path, or https://*.a.example for all its subdomains",
        "WSFLEET_EVENTS | [{}] | WSFLEET_EVENTS[0]: on must be a non-empty string",
        "WSFLEET_ANNOUNCEMENTS | 5 | WSFLEET_ANNOUNCEMENTS must be a JSON array of objects"
      })
  void reportsTheInvalidSettingAndTheValidValues(String variable, String value, String sentence) {
    Exception wrong =
        assertThrows(InvalidSettingException.class, () -> settings(Map.of(variable, value)));
    assertEquals(sentence, wrong.getMessage());
  }

  /** The text of users must not be taken for the name of a variable, nor end the start. */
  @ParameterizedTest
  @ValueSource(
      strings = {"${HOME}", "${wsfleet.port}", "${nobody}", "$", "$$", "\\\\$", "\\\\${x}"})
  void expandsNothingInAValue(String text) {
    Settings settings =
        settings(
            Map.of("WSFLEET_EVENTS", "[{\"on\":\"a\",\"reply\":{\"data\":\"" + text + "\"}}]"));
    assertEquals(
        new Rule.Reply.Data(JsonPayload.of("[\"" + text + "\"]")), settings.rules().get(0).reply());
  }

  private static Settings settings(Map<String, String> environment) {
    return Settings.from(TestConfigs.from(environment));
  }
}
