package io.wsfleet.gateway.socketio.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceMapTest {
  private final NamespaceMap<Integer> found =
      new NamespaceMap<>(Map.of("/", 1, "/a", 2, "/a*", 3, "/*", 4, "/a-*", 5, "/x/*", 6));

  @Test
  void prefersTheNameAndThenTheLongestPattern() {
    assertEquals(1, found.get("/"));
    assertEquals(2, found.get("/a"));
    assertEquals(3, found.get("/ab"));
    assertEquals(4, found.get("/b"));
    assertEquals(5, found.get("/a-b"));
    assertEquals(6, found.get("/x/y"));
    assertNull(found.get("/y/z"));
  }

  @Test
  void neverTakesThePatternForTheMainNamespace() {
    assertNull(new NamespaceMap<>(Map.of("/*", 1)).get("/"));
  }
}
