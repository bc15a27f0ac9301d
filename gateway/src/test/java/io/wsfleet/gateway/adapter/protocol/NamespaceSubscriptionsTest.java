package io.wsfleet.gateway.adapter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.adapter.protocol.NamespaceSubscriptions.Action;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamespaceSubscriptionsTest {
  private final NamespaceSubscriptions namespaceSubscriptions =
      new NamespaceSubscriptions(Set.of("/"), 2, 100);

  @Test
  void subscribesToANamespaceOnce() {
    assertEquals(Action.SUBSCRIBE, namespaceSubscriptions.use("/a", 0));
    assertEquals(Action.NONE, namespaceSubscriptions.use("/a", 1));
  }

  @Test
  void ignoresFixedNamespaces() {
    assertEquals(Action.NONE, namespaceSubscriptions.use("/", 0));
    assertEquals(List.of(), namespaceSubscriptions.removeUnused(Set.of(), 1000));
  }

  @Test
  void rejectsTooManyNamespaces() {
    namespaceSubscriptions.use("/a", 0);
    namespaceSubscriptions.use("/b", 0);
    assertEquals(Action.REJECT, namespaceSubscriptions.use("/c", 0));
    assertEquals(Action.NONE, namespaceSubscriptions.use("/b", 0), "known already");
    assertEquals(Action.NONE, namespaceSubscriptions.use("/", 0), "fixed");
  }

  @Test
  void removesANamespaceThatIsUnusedForLongEnough() {
    namespaceSubscriptions.use("/a", 0);
    assertEquals(List.of(), namespaceSubscriptions.removeUnused(Set.of(), 99));
    assertEquals(List.of("/a"), namespaceSubscriptions.removeUnused(Set.of(), 100));
    assertEquals(Action.SUBSCRIBE, namespaceSubscriptions.use("/a", 101), "it was left");
  }

  @Test
  void keepsANamespaceInUseAndSomeTimeAfter() {
    namespaceSubscriptions.use("/a", 0);
    assertEquals(List.of(), namespaceSubscriptions.removeUnused(Set.of("/a", "/other"), 1000));
    assertEquals(List.of(), namespaceSubscriptions.removeUnused(Set.of(), 1099));
    assertEquals(List.of("/a"), namespaceSubscriptions.removeUnused(Set.of(), 1100));
  }

  @Test
  void acceptsANamespaceAfterARemoval() {
    namespaceSubscriptions.use("/a", 0);
    namespaceSubscriptions.use("/b", 50);
    assertEquals(List.of("/a"), namespaceSubscriptions.removeUnused(Set.of(), 100));
    assertEquals(Action.SUBSCRIBE, namespaceSubscriptions.use("/c", 100));
  }
}
