package io.wsfleet.bench.peer;

import java.util.HashMap;
import java.util.Map;

/** What the names in a peer's file stand for. */
public record Placeholders(Map<String, String> values) {

  public Placeholders {
    values = Map.copyOf(values);
  }

  /** The same, and more. */
  public Placeholders with(Map<String, String> more) {
    var all = new HashMap<>(values);
    all.putAll(more);
    return new Placeholders(all);
  }

  /**
   * A text with each {@code ${name}} replaced; a name that is not known is a mistake in the file.
   */
  public String resolve(String text) {
    String filled = text;
    for (var each : values.entrySet()) {
      filled = filled.replace("${" + each.getKey() + "}", each.getValue());
    }
    if (filled.contains("${")) {
      throw new IllegalArgumentException("nothing is known for the name in " + filled);
    }
    return filled;
  }
}
