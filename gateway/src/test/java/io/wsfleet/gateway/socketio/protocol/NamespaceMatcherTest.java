package io.wsfleet.gateway.socketio.protocol;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamespaceMatcherTest {
  private final NamespaceMatcher namespaceMatcher =
      new NamespaceMatcher(List.of("/chat", "/tenant-*", "/a.b*c", "/*/*/x"));

  @Test
  void alwaysHasTheMainOne() {
    assertTrue(new NamespaceMatcher(List.of()).matches("/"));
    assertFalse(new NamespaceMatcher(List.of()).matches("/chat"));
  }

  @Test
  void knowsNamesAndPatterns() {
    assertTrue(namespaceMatcher.matches("/chat"));
    assertTrue(namespaceMatcher.matches("/tenant-7"));
    assertTrue(namespaceMatcher.matches("/tenant-a.b c"));
    assertTrue(namespaceMatcher.matches("/a.bxxc"));
    assertTrue(namespaceMatcher.matches("/1/2/x"));
    assertFalse(namespaceMatcher.matches("/tenant-"));
    assertFalse(namespaceMatcher.matches("/tenant-7/8"));
    assertFalse(namespaceMatcher.matches("/aXbxc"));
    assertFalse(namespaceMatcher.matches("/1/2"));
    assertFalse(namespaceMatcher.matches("/chat/"));
    assertFalse(namespaceMatcher.matches("/CHAT"));
    assertFalse(namespaceMatcher.matches("/tenant-" + "7".repeat(200)));
  }

  @Test
  void countsOnlyNamesAsFixed() {
    assertTrue(namespaceMatcher.isFixed("/"));
    assertTrue(namespaceMatcher.isFixed("/chat"));
    assertFalse(namespaceMatcher.isFixed("/tenant-7"));
  }
}
