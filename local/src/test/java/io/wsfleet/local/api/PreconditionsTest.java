package io.wsfleet.local.api;

import static io.wsfleet.local.Yaml.yaml;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PreconditionsTest {
  private static final Ref POD = Kinds.POD.ref("default", "p");

  private final ObjectStore objectStore = new ObjectStore();
  private final Preconditions preconditions = new Preconditions(objectStore);
  private final Resource stored =
      objectStore.put(
          new Resource(Kinds.POD, yaml("{metadata: {name: p, namespace: default, uid: \"1\"}}")));

  @Test
  void requiresAnObjectThatIsPresentOrAbsent() {
    assertEquals(stored, preconditions.requirePresent(POD));
    refused("NotFound", () -> preconditions.requirePresent(Kinds.POD.ref("default", "q")));
    refused("AlreadyExists", () -> preconditions.requireAbsent(POD));
    assertDoesNotThrow(() -> preconditions.requireAbsent(Kinds.POD.ref("default", "q")));
  }

  @Test
  void requiresTheNamespaceOfKindsThatHaveOne() {
    refused("NotFound", () -> preconditions.requireNamespace(Kinds.POD, "default"));
    assertDoesNotThrow(() -> preconditions.requireNamespace(Kinds.NAMESPACE, ""));
    objectStore.put(new Resource(Kinds.NAMESPACE, yaml("{metadata: {name: default}}")));
    assertDoesNotThrow(() -> preconditions.requireNamespace(Kinds.POD, "default"));
  }

  @Test
  void requiresTheVersionThatARequestNames() {
    String version = stored.text("/metadata/resourceVersion");
    assertDoesNotThrow(() -> Preconditions.requireVersion(POD, stored, version(version)));
    assertDoesNotThrow(() -> Preconditions.requireVersion(POD, stored, yaml("{metadata: {}}")));
    assertDoesNotThrow(() -> Preconditions.requireVersion(POD, null, version(version)));
    refused("Conflict", () -> Preconditions.requireVersion(POD, stored, version("0")));
  }

  @Test
  void requiresTheObjectWhoseUidARequestNames() {
    assertDoesNotThrow(() -> Preconditions.requireUid(POD, stored, uid("1")));
    assertDoesNotThrow(() -> Preconditions.requireUid(POD, stored, yaml("{metadata: {}}")));
    assertDoesNotThrow(() -> Preconditions.requireUid(POD, null, yaml("{metadata: {}}")));
    refused("Conflict", () -> Preconditions.requireUid(POD, stored, uid("2")));
    refused("Conflict", () -> Preconditions.requireUid(POD, null, uid("1")));
  }

  private static ObjectNode version(String version) {
    return yaml("{metadata: {resourceVersion: \"%s\"}}".formatted(version));
  }

  private static ObjectNode uid(String uid) {
    return yaml("{metadata: {uid: \"%s\"}}".formatted(uid));
  }

  private static void refused(String reason, Executable check) {
    assertEquals(reason, assertThrows(StatusException.class, check).reason());
  }
}
