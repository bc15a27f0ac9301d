package io.wsfleet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  @TempDir Path folder;

  @Test
  void namesEveryPortThatIsTaken() throws Exception {
    Manifest manifest = read("a", 30001, "b", 30002);
    assertEquals(List.of("a", "b"), manifest.clusters());
    assertEquals(
        List.of(
            "service port 30002 (spec.service.nodePort of b) is taken: another program on this"
                + " machine listens on localhost:30002; end it, or give b another nodePort"
                + " (30000 to 32767)"),
        manifest.portConflicts(port -> port != 30002));
  }

  @Test
  void saysThatAFileIsNotThereOrNotYaml() throws Exception {
    assertTrue(refused(folder.resolve("absent.yaml")).contains("there is no file"));
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "a: [");
    assertTrue(refused(broken).contains("broken.yaml is not YAML"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat.yaml", "minimal.yaml", "rooms.yaml"})
  void readsTheSamplesThatComeAlong(String name) throws Exception {
    assertEquals(1, Manifest.read(Path.of("..", "samples", name)).clusters().size());
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
