package io.wsfleet.local.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  private static final Map<String, String> LABELS = Map.of("app", "chat", "tier", "b");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app=chat",
        "app==chat",
        "app in (chat, other)",
        "tier in (a,b),app=chat",
        "app",
        "!old",
        "tier!=a",
        "tier notin (a)",
        "absent notin (a)",
        "absent!=x"
      })
  void accepts(String selector) {
    assertTrue(Selector.parse(selector).accepts(LABELS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app=other", "app in (x)", "tier in (a,b),app=x", "old", "!app", "tier notin (b)"})
  void rejects(String selector) {
    assertFalse(Selector.parse(selector).accepts(LABELS));
  }

  @Test
  void saysWhatCannotBeRead() {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> Selector.parse("app=chat,((("));
    assertEquals("the label selector \"(((\" cannot be read", refused.getMessage());
  }

  @Test
  void readsExpressionsOfADeployment() throws Exception {
    var selector =
        Selector.ofObject(
            Json.parse(
                "{\"matchLabels\":{\"app\":\"chat\"},\"matchExpressions\":"
                    + "[{\"key\":\"tier\",\"operator\":\"NotIn\",\"values\":[\"a\"]}]}"));
    assertTrue(selector.accepts(LABELS));
    assertFalse(selector.accepts(Map.of("app", "chat", "tier", "a")));
  }
}
