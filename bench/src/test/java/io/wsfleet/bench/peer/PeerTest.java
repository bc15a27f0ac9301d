package io.wsfleet.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTest {

  private static final Path PEERS = Path.of("peers");

  @ParameterizedTest
  @ValueSource(strings = {"wsfleet", "wsfleet-pubsub", "socketio4", "netty-socketio"})
  void everyFileNamesOnlyWhatIsKnown(String name) {
    Peer peer = Peer.read(PEERS, name);
    Placeholders placeholders =
        new Placeholders(
            Map.of(
                "java", "java",
                "gateway", "gateway.jar",
                "peer", "peers/" + name,
                "node", "node-1",
                "host", "127.0.0.1",
                "port", "1",
                "management", "2",
                "redis.host", "127.0.0.1",
                "redis.port", "3"));
    peer.command().forEach(placeholders::resolve);
    peer.environment().values().forEach(placeholders::resolve);
    peer.needs().forEach(requirement -> assertFalse(requirement.hint().isBlank()));
    assertFalse(placeholders.resolve(peer.ready()).isBlank());
  }

  @Test
  void saysWhatIsMissingAndHowToGetIt() {
    Placeholders placeholders = new Placeholders(Map.of("gateway", "nowhere/gateway.jar"));
    assertEquals(
        Optional.of("nowhere/gateway.jar is missing: ./mvnw -pl gateway -am package -DskipTests"),
        Peer.read(PEERS, "wsfleet").missing(placeholders));
    assertEquals(
        Optional.of("no-such-command is missing: get it"),
        new Peer(
                "x",
                "x",
                List.of(new Peer.Requirement("no-such-command", null, "get it")),
                List.of(),
                Map.of(),
                "ready",
                Peer.GcTrigger.signal)
            .missing(placeholders));
  }

  @Test
  void refusesANameThatNothingIsKnownFor() {
    Placeholders placeholders = new Placeholders(Map.of("host", "127.0.0.1"));
    assertThrows(IllegalArgumentException.class, () -> placeholders.resolve("${host}:${prot}"));
  }
}
