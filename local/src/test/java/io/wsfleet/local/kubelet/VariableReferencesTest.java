package io.wsfleet.local.kubelet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableReferencesTest {

  @ParameterizedTest
  @CsvSource({
    "$(A),1",
    "x$(A)y$(B),x1y2",
    "$$(A),$(A)",
    "$$$(A),$1",
    "$$$$,$$",
    "$(C),$(C)",
    "$A ${A},$A ${A}",
    "$(A,$(A",
    "a$,a$"
  })
  void expandsAsAKubelet(String text, String expanded) {
    assertEquals(expanded, VariableReferences.expand(text, Map.of("A", "1", "B", "2")));
  }
}
