package io.wsfleet.gateway.socketio;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamespacesTest {
  private final Namespaces namespaces =
      new Namespaces(List.of("/chat", "/tenant-*", "/a.b*c", "/*/*/x"));

  @Test
  void alwaysHasTheMainOne() {
    assertTrue(new Namespaces(List.of()).has("/"));
    assertFalse(new Namespaces(List.of()).has("/chat"));
  }

  @Test
  void knowsNamesAndPatterns() {
    assertTrue(namespaces.has("/chat"));
    assertTrue(namespaces.has("/tenant-7"));
    assertTrue(namespaces.has("/tenant-a.b c"));
    assertTrue(namespaces.has("/a.bxxc"));
    assertTrue(namespaces.has("/1/2/x"));
    assertFalse(namespaces.has("/tenant-"));
    assertFalse(namespaces.has("/tenant-7/8"));
    assertFalse(namespaces.has("/aXbxc"));
    assertFalse(namespaces.has("/1/2"));
    assertFalse(namespaces.has("/chat/"));
    assertFalse(namespaces.has("/CHAT"));
    assertFalse(namespaces.has("/tenant-" + "7".repeat(200)));
  }

  @Test
  void countsOnlyNamesAsFixed() {
    assertTrue(namespaces.isFixed("/"));
    assertTrue(namespaces.isFixed("/chat"));
    assertFalse(namespaces.isFixed("/tenant-7"));
  }
}
