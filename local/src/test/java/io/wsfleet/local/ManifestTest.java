package io.wsfleet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  @TempDir Path folder;

  @Test
  void namesEveryPortThatIsTaken() throws Exception {
    Manifest manifest = read("a", 30001, "b", 30002);
    assertEquals(List.of("default/a", "default/b"), manifest.clusters());
    assertEquals(
        "service port 30002 (spec.service.nodePort of b) is taken: another program on this"
            + " machine listens on localhost:30002; end it, or give b another nodePort"
            + " (30000 to 32767)",
        taken(manifest, Optional.empty()));
  }

  @Test
  void namesTheProgramOrTheFleetThatHasThePort() throws Exception {
    Manifest manifest = read("a", 30001, "b", 30002);
    assertTrue(
        taken(manifest, Optional.of(new PortOwner(30002, 7, "nginx", "")))
            .contains(
                " is taken: nginx (process 7) listens on localhost:30002; end it, or give b"));
    assertTrue(
        taken(manifest, Optional.of(new PortOwner(30002, 7, "java", "/my fleets/one")))
            .contains(
                " is taken: another fleet (process 7) has it; end that with"
                    + " WSFLEET_STATE='/my fleets/one' ./wsfleet down, or give b another nodePort"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}", "kind: List"})
  void refusesAFileWithoutAWebSocketCluster(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("other.yaml"), text);
    assertTrue(refused(file).contains("other.yaml describes no WebSocketCluster"), refused(file));
  }

  @Test
  void readsTheItemsOfAList() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("list.yaml"),
            "{kind: List, items: [{kind: WebSocketCluster, metadata: {name: a, namespace: b}}]}");
    assertEquals(List.of("b/a"), Manifest.read(file).clusters());
  }

  @Test
  void saysThatAFileIsNotThereOrNotYaml() throws Exception {
    assertTrue(refused(folder.resolve("absent.yaml")).contains("there is no file"));
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "a: [");
    assertTrue(refused(broken).contains("broken.yaml is not YAML"));
    Path text = Files.writeString(folder.resolve("text.yaml"), "just words");
    assertTrue(refused(text).contains("text.yaml describes no WebSocketCluster"), refused(text));
    assertTrue(refused(folder).contains("there is no file"), refused(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat.yaml", "minimal.yaml", "rooms.yaml"})
  void readsTheSamplesThatComeAlong(String name) throws Exception {
    assertEquals(1, Manifest.read(Path.of("..", "samples", name)).clusters().size());
  }

  private static String taken(Manifest manifest, Optional<PortOwner> owner) {
    return assertThrows(
            StartupException.class,
            () -> manifest.requireFreePorts(port -> port != 30002, port -> owner))
        .userMessage();
  }

  private static String refused(Path file) {
    return assertThrows(StartupException.class, () -> Manifest.read(file)).userMessage();
  }

  private Manifest read(String one, int port, String other, int otherPort) throws Exception {
    String cluster =
        "kind: WebSocketCluster\nmetadata: {name: %s}\nspec: {service: {nodePort: %d}}\n";
    String text = cluster.formatted(one, port) + "---\n" + cluster.formatted(other, otherPort);
    return Manifest.read(Files.writeString(folder.resolve("sample.yaml"), text));
  }
}
