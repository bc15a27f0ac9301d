package io.wsfleet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionReloadTest {
  private static final Map<String, String> OLD = Map.of("chat.jar", "1");
  private static final Map<String, String> NEW = Map.of("chat.jar", "2");
  private static final Resource A = gateway("a", "True");
  private static final Resource B = gateway("b", "True");
  private static final Resource C = gateway("c", "True");
  private static final Resource D = gateway("d", "True");

  @TempDir Path folder;
  private final ExtensionReload reload = new ExtensionReload(OLD);

  @Test
  void restartsOneGatewayAfterTheOther() {
    assertEquals(List.of(), restarted(OLD, A, B));
    assertEquals(List.of(), restarted(NEW, A, B), "the jar may still be written");
    assertEquals(
        List.of("the extensions changed; restarting the gateways one after the other"),
        reload.next(NEW, List.of(A, B)).lines());
    assertEquals(List.of("a"), restarted(NEW, A, B));
    assertEquals(List.of(), restarted(NEW, B), "a is not replaced yet");
    assertEquals(List.of(), restarted(NEW, B, gateway("c", "False")));
    assertEquals(List.of("b"), restarted(NEW, B, C));
    ExtensionReload.Step last = reload.next(NEW, List.of(C, D));
    assertEquals(List.of("all gateways have the changed extensions"), last.lines());
    assertEquals(List.of(), reload.next(NEW, List.of(C, D)).lines());
  }

  @Test
  void keepsTheOtherGatewaysWhenAJarDoesNotLoad() {
    reload.next(NEW, List.of(A, B));
    reload.next(NEW, List.of(A, B));
    assertEquals(List.of("a"), restarted(NEW, A, B));
    Resource broken = gateway("c", "False");
    broken
        .json()
        .withObject("/status")
        .putArray("containerStatuses")
        .addObject()
        .withObject("/state/waiting")
        .put("reason", "CrashLoopBackOff");
    ExtensionReload.Step step = reload.next(NEW, List.of(B, broken));
    assertTrue(step.lines().get(0).contains("./wsfleet logs c says why"), step.toString());
    assertEquals(List.of(), restarted(NEW, B, broken));
    assertEquals(List.of(), reload.next(NEW, List.of(B, broken)).lines());

    Map<String, String> corrected = Map.of("chat.jar", "3");
    reload.next(corrected, List.of(B, broken));
    reload.next(corrected, List.of(B, broken));
    assertEquals(List.of("c"), restarted(corrected, B, broken));
    assertEquals(List.of("b"), restarted(corrected, B, D));
  }

  @Test
  void seesThatAJarWasAddedChangedOrRemoved() throws Exception {
    ExtensionFolder extensions = ExtensionFolder.of(folder);
    assertEquals(Map.of(), extensions.jars());
    Path jar =
        Files.writeString(Files.createDirectories(folder.resolve("chat")).resolve("a.jar"), "x");
    Map<String, String> added = extensions.jars();
    assertEquals(1, added.size());
    Files.writeString(jar, "other");
    assertTrue(!added.equals(extensions.jars()));
    Files.delete(jar);
    assertEquals(Map.of(), extensions.jars());
  }

  private List<String> restarted(Map<String, String> jars, Resource... gateways) {
    return reload.next(jars, List.of(gateways)).restart().stream().map(Resource::name).toList();
  }

  private static Resource gateway(String name, String ready) {
    ObjectNode object = Json.object();
    object.putObject("metadata").put("name", name).put("uid", name);
    object
        .withObject("/status")
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", ready);
    return new Resource(Kinds.POD, object);
  }
}
