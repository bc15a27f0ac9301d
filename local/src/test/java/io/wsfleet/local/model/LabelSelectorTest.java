package io.wsfleet.local.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
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
    assertTrue(LabelSelector.parse(selector).matches(LABELS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app=other", "app in (x)", "tier in (a,b),app=x", "old", "!app", "tier notin (b)"})
  void rejects(String selector) {
    assertFalse(LabelSelector.parse(selector).matches(LABELS));
  }

  @Test
  void saysWhatCannotBeRead() {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> LabelSelector.parse("app=chat,((("));
    assertEquals("the label selector \"(((\" cannot be read", refused.getMessage());
  }

  @Test
  void readsExpressionsOfADeployment() throws Exception {
    var labelSelector =
        LabelSelector.ofObject(
            Json.parse(
                "{\"matchLabels\":{\"app\":\"chat\"},\"matchExpressions\":"
                    + "[{\"key\":\"tier\",\"operator\":\"NotIn\",\"values\":[\"a\"]}]}"));
    assertTrue(labelSelector.matches(LABELS));
    assertFalse(labelSelector.matches(Map.of("app", "chat", "tier", "a")));
  }
}
